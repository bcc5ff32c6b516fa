"""Documents: one writer's keystrokes through each server to one peer and to twenty."""
