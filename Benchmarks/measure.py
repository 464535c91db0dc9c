"""What a command costs, for the benchmarks beside this file."""
import os, shlex


def measure(command, output=os.devnull):
    """CPU seconds and peak MiB of one run."""
    process = os.fork()
    if process == 0:
        os.dup2(os.open(output, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), 1)
        try:
            os.execvp(command[0], command)
        finally:
            os._exit(127)
    _, status, usage = os.wait4(process, 0)
    if status != 0:
        raise SystemExit(f"{shlex.join(command)}: failed ({os.waitstatus_to_exitcode(status)})")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024
