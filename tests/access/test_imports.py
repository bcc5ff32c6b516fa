import subprocess
import sys


def test_access_loads_without_any_framework() -> None:
    script = (
        "import sys; import access.actor, access.policy, access.refusals; "
        "print(sorted({name.partition('.')[0] for name in sys.modules} & {'django', 'rest_framework'}))"
    )

    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "[]"
