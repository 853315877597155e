"""The relay: a process that moves bytes between POS and printer and understands none of them.

    python -m hardware.taps.relay --listen tcp://127.0.0.1:9100 --printer tcp://10.0.0.7 --link PATH

It says `relay: listening …` on stdout when a POS can print. Exit codes: 0 told to stop, or every
file is printed; 2 a wrong setting; 3 the address or the link is another's.
"""

import os
import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import urlsplit

from hardware.ending import on_ending
from hardware.printers.transport_urls import transport_for
from hardware.taps.doors import LOOPBACK, TcpDoor
from hardware.taps.exchange import Exchange
from hardware.taps.lock import Taken, take
from hardware.taps.logbook import Logbook
from hardware.taps.streams import FileTap, LineTap, SpoolTap
from hardware.taps.words import WrongWords, read_words

_WRONG_SETTING = 2
_TAKEN = 3
_FAILED = 70
_OPTIONS = ("--listen", "--spool", "--printer", "--link", "--allow", "--bypass-file", "--log-file")
_USAGE = """usage: relay --listen URL … --printer URL --link PATH [more]
Move receipt bytes from a POS to its printer.
  --listen URL        where the POS prints: tcp://127.0.0.1:9100, serial:///dev/ttyS1?baud=9600,
                      file:///job.bin, stdin:
  --spool DIR         print each file that comes into DIR, then move it to DIR/done
  --printer URL       tcp://10.0.0.7:9100, serial:///dev/ttyUSB0?baud=9600, usb:///dev/usb/lp0,
                      winspool://QUEUE, file:///out.bin
  --link PATH         where the brain connects
  --allow ADDRESS     another computer that may print here
  --bypass-file PATH  while this file exists, the brain is asked nothing
  --log-file PATH     instead of stderr; at most 5 MiB
  --wait-for-turn     while another relay has the link, wait instead of refusing
--listen, --spool and --allow may be given again.
"""


def main(argv: Sequence[str] | None = None) -> int:
    """Run the relay until it is told to stop, or its files are printed; return an exit code."""
    words = list(sys.argv[1:] if argv is None else argv)
    if words[:1] in (["-h"], ["--help"]):
        sys.stdout.write(_USAGE)
        return 0
    try:
        asked = _Asked(words)
    except WrongWords as error:
        sys.stderr.write(f"{_USAGE}relay: {error}\n")
        return _WRONG_SETTING
    threading.excepthook = _die
    try:
        transport = transport_for(asked.printer)
        exchange = Exchange(transport, Logbook(asked.log_file), asked.bypass_file)
        lock = take(asked.link.with_name(f"{asked.link.name}.lock"), wait=asked.waits_for_turn)
        addresses = [_tap(exchange, url, frozenset(asked.allow)) for url in asked.listen]
        for folder in asked.spool:
            exchange.taps.append(SpoolTap(exchange.loop, exchange.log, exchange, folder))
            addresses.append(str(folder))
    except ValueError as error:
        return _refused(asked, error, _WRONG_SETTING)
    except (OSError, Taken) as error:
        return _refused(asked, error, _TAKEN)
    with lock:
        on_ending(lambda: exchange.loop.post(exchange.stop))
        exchange.open(asked.link)
        sys.stdout.write(f"relay: listening {' '.join(addresses)}\n")
        sys.stdout.flush()
        exchange.run()
    return 0


class _Asked:
    """What the command line asks for."""

    def __init__(self, words: Sequence[str]) -> None:
        found = read_words(words, _OPTIONS, ("--wait-for-turn",))
        self.listen, self.spool = found["--listen"], [Path(it) for it in found["--spool"]]
        self.allow = found["--allow"]
        if not found["--printer"] or not found["--link"]:
            raise WrongWords("say where the printer is and where the brain connects")
        if not self.listen and not self.spool:
            raise WrongWords("say where the POS prints, with --listen or --spool")
        self.printer, self.link = found["--printer"][-1], Path(found["--link"][-1])
        self.bypass_file, self.log_file = (
            Path(found[name][-1]) if found[name] else None
            for name in ("--bypass-file", "--log-file")
        )
        self.waits_for_turn = bool(found["--wait-for-turn"])


def _tap(exchange: Exchange, url: str, allowed: frozenset[str]) -> str:
    """Add the tap that *url* names and return its address; ValueError or OSError say why not."""
    parts = urlsplit(url)
    loop, log = exchange.loop, exchange.log
    if parts.scheme == "tcp":
        host = parts.hostname or "127.0.0.1"
        if host not in LOOPBACK | {"localhost"} and not allowed:
            raise ValueError(f"{url}: other computers may print only where --allow names them")
        door = TcpDoor(loop, log, exchange, allowed)
        port = door.open(host, 9100 if parts.port is None else parts.port)
        exchange.taps.append(door)
        return f"tcp://{host}:{port}"
    if parts.scheme in {"file", "stdin"}:
        exchange.taps.append(FileTap(loop, log, exchange, url))
    elif parts.scheme in {"serial", "socket", "loop", "rfc2217"}:
        exchange.taps.append(LineTap(loop, log, exchange, transport_for(url)))
    else:
        raise ValueError(f"{url}: a POS prints to tcp:, serial:, file: or stdin:")
    return url


def _refused(asked: _Asked, error: Exception, code: int) -> int:
    """Say why the relay does not run, also where no terminal is, and return the exit code."""
    sys.stderr.write(f"relay: {error}\n")
    if asked.log_file is not None:
        Logbook(asked.log_file).write_news(f"relay: {error}")
    return code


def _die(args: threading.ExceptHookArgs) -> None:
    """End the process when a thread fails: half a relay is worse than one that is restarted."""
    sys.__excepthook__(args.exc_type, args.exc_value or args.exc_type(), args.exc_traceback)
    os._exit(_FAILED)


if __name__ == "__main__":
    sys.exit(main())
