"""What lives as long as a process: modules, models, addresses, translations."""

import gc


def pass_over_what_stays() -> None:
    """Let the collector of garbage never look again at what is there now.

    Half a million things of Django's and ours would be gone through each time that enough has been made
    anew, in the middle of somebody's answer: a tenth of a second on a slow core.
    """
    gc.collect()
    gc.freeze()
