"""The relay: a process that moves bytes between POS and printer and understands none of them.

    python -m hardware.taps.relay --listen tcp://127.0.0.1:9100 --printer tcp://10.0.0.7 --link PATH

It says `relay: listening …` on stdout when a POS can print. Exit codes: 0 told to stop, or every
file is printed; 2 a wrong setting; 3 the address or the link is another's.
"""

import argparse
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

_WRONG_SETTING = 2
_TAKEN = 3
_FAILED = 70
_HELP_WIDTH = 100


def main(argv: Sequence[str] | None = None) -> int:
    """Run the relay until it is told to stop, or its files are printed; return an exit code."""
    args = _parsed(argv)
    threading.excepthook = _die
    try:
        exchange = Exchange(transport_for(args.printer), Logbook(args.log_file), args.bypass_file)
        lock = take(args.link.with_name(args.link.name + ".lock"), wait=args.wait_for_turn)
        addresses = [_tap(exchange, url, frozenset(args.allow)) for url in args.listen]
        for folder in args.spool:
            exchange.taps.append(SpoolTap(exchange.loop, exchange.log, exchange, folder))
            addresses.append(str(folder))
    except ValueError as error:
        return _refused(args, error, _WRONG_SETTING)
    except (OSError, Taken) as error:
        return _refused(args, error, _TAKEN)
    with lock:
        on_ending(lambda: exchange.loop.post(exchange.stop))
        exchange.open(args.link)
        sys.stdout.write(f"relay: listening {' '.join(addresses)}\n")
        sys.stdout.flush()
        exchange.run()
    return 0


def _parsed(argv: Sequence[str] | None) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(
        prog="relay",
        description="Move receipt bytes from a POS to its printer.",
        # Asking the terminal for its width would import shutil and a megabyte of compressors.
        formatter_class=lambda prog: argparse.HelpFormatter(prog, width=_HELP_WIDTH),
    )
    add = parser.add_argument
    add("--listen", action="append", default=[], metavar="URL",
        help="where the POS prints: tcp://127.0.0.1:9100, serial:///dev/ttyS1?baud=9600, "
             "file:///job.bin, stdin:")  # fmt: skip
    add("--spool", action="append", default=[], type=Path, metavar="DIR",
        help="print each file that comes into DIR, then move it to DIR/done")  # fmt: skip
    add("--printer", required=True, metavar="URL",
        help="tcp://10.0.0.7:9100, serial:///dev/ttyUSB0?baud=9600, usb:///dev/usb/lp0, "
             "winspool://QUEUE, file:///out.bin")  # fmt: skip
    add("--link", required=True, type=Path, metavar="PATH", help="where the brain connects")
    add("--allow", action="append", default=[], metavar="ADDRESS",
        help="another computer that may print here; may be given again")  # fmt: skip
    add("--bypass-file", type=Path, metavar="PATH",
        help="while this file exists, the brain is asked nothing")  # fmt: skip
    add(
        "--log-file",
        type=Path,
        metavar="PATH",
        help="instead of stderr; at most 5 MiB",
    )
    add("--wait-for-turn", action="store_true",
        help="while another relay has the link, wait instead of refusing")  # fmt: skip
    args = parser.parse_args(argv)
    if not args.listen and not args.spool:
        parser.error("say where the POS prints, with --listen or --spool")
    return args


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


def _refused(args: argparse.Namespace, error: Exception, code: int) -> int:
    """Say why the relay does not run, also where no terminal is, and return the exit code."""
    sys.stderr.write(f"relay: {error}\n")
    if args.log_file is not None:
        Logbook(args.log_file).write_news(f"relay: {error}")
    return code


def _die(args: threading.ExceptHookArgs) -> None:
    """End the process when a thread fails: half a relay is worse than one that is restarted."""
    sys.__excepthook__(args.exc_type, args.exc_value or args.exc_type(), args.exc_traceback)
    os._exit(_FAILED)


if __name__ == "__main__":
    sys.exit(main())
