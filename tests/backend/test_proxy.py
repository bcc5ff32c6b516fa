import shutil
import subprocess
from pathlib import Path

NGINX = Path(__file__).parents[2] / "docker" / "nginx.conf"


def test_nginx_accepts_the_proxys_configuration(tmp_path: Path) -> None:
    program = shutil.which("nginx", path="/usr/sbin:/usr/bin:/sbin:/bin")
    assert program, "`.ci/run` installs nginx"
    text = NGINX.read_text()
    for service in ("web", "live"):  # names of containers resolve only between containers
        text = text.replace(f"server {service}:", "server 127.0.0.1:")
    config = tmp_path / "nginx.conf"
    config.write_text(text.replace("/tmp/", f"{tmp_path}/"))

    command = [program, "-t", "-q", "-c", str(config)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr
