"""What the commands over many files share: options, a bar or plain lines, and the last word."""

import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic
from types import FrameType, TracebackType
from typing import Any, Final, Self

import click

from epicrisis.batch import Failure, Limits, Options, Summary
from epicrisis.store import Added

_EVERY: Final = 5.0  # seconds between two plain lines

_OPTIONS = (
    click.option(
        "--workers", type=click.IntRange(1), help="Processes side by side; by default all there is."
    ),
    click.option(
        "--timeout",
        type=click.FloatRange(0),
        default=Limits().seconds,
        show_default=True,
        help="Seconds that one document may take; 0 is no bound.",
    ),
    click.option(
        "--memory",
        type=click.IntRange(0),
        default=Limits().megabytes,
        show_default=True,
        help="Megabytes that a process may hold; 0 is no bound.",
    ),
    click.option(
        "--retry-quarantined", "retry", is_flag=True, help="Try again what is in quarantine."
    ),
)


def batch_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options of work on many files; `options_of` makes use of them."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def options_of(
    workers: int | None, timeout: float, memory: int, retry: bool, **others: Any
) -> Options:
    """Put together what a person asked for."""
    return Options(workers=workers or 0, limits=Limits(timeout, memory), retry=retry, **others)


class Screen:
    """Shows how it goes on standard error: a bar where a person watches, else lines."""

    def __init__(self) -> None:
        self._bar: Any = None
        self._task: Any = None
        self._all = self._first = self._failed = 0
        self._begun = self._told = monotonic()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._bar is not None:
            self._bar.stop()

    def planned(self, files: int, done: int) -> None:
        """Begin to show."""
        self._all, self._first = files, done
        self._begun = self._told = monotonic()
        if done:
            click.echo(f"epicrisis: {done} of {files} files were finished before", err=True)
        if sys.stderr.isatty() and files > done:
            self._bar, self._task = _bar(files, done)

    def moved(self, done: int) -> None:
        """Show how many files are done."""
        if self._bar is not None:
            self._bar.update(self._task, completed=done, rate=self._rate(done))
        elif monotonic() - self._told > _EVERY:
            self._told = monotonic()
            rate = self._rate(done)
            left = f", {_time((self._all - done) / rate)} left" if rate else ""
            click.echo(
                f"epicrisis: {done} of {self._all} files, {rate:.1f} a second{left}; "
                f"{self._failed} failed",
                err=True,
            )

    def failed(self, failure: Failure) -> None:
        """Name a file that gave nothing."""
        self._failed += 1
        place = f" ({failure.place})" if failure.place else ""
        self.say(f"epicrisis: {failure.path}{place}: {failure.reason}")

    def lost(self, added: Added) -> None:
        """Name decisions of people that found no place in a new version."""
        for line in lost_lines(added):
            self.say(line)

    def say(self, line: str) -> None:
        """Print a line above the bar."""
        if self._bar is not None:
            self._bar.console.print(line, markup=False, highlight=False, soft_wrap=True)
        else:
            click.echo(line, err=True)

    def _rate(self, done: int) -> float:
        return (done - self._first) / max(0.001, monotonic() - self._begun)


def lost_lines(added: Added) -> Iterator[str]:
    """Say in words which decisions stand no longer."""
    for held in added.lost:
        made = held.ruling.decision
        yield (
            f"epicrisis: {held.ruling.case}: what {made.decided_by} decided on "
            f"{' '.join(made.anchor.exact.split())!r} stands no longer: {held.reason}"
        )


def _bar(files: int, done: int) -> tuple[Any, Any]:
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    bar = Progress(
        TextColumn("Reading"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]:.1f}/s"),
        TimeRemainingColumn(),
        console=Console(stderr=True),
    )
    bar.start()
    return bar, bar.add_task("", total=files, completed=done, rate=0.0)


def _time(seconds: float) -> str:
    """Give a time in hours and minutes.

    >>> _time(42), _time(4000)
    ('42 s', '1 h 06 min')
    """
    minutes = int(seconds / 60)
    if minutes < 1:
        return f"{seconds:.0f} s"
    return f"{minutes // 60} h {minutes % 60:02d} min" if minutes >= 60 else f"{minutes} min"


@contextmanager
def interruptible() -> Iterator[None]:
    """End in order on Ctrl-C and on a polite kill: one line, exit code 130."""

    def stop(number: int, frame: FrameType | None) -> None:
        del frame
        raise KeyboardInterrupt(number)

    before = signal.signal(signal.SIGTERM, stop)
    try:
        yield
    except KeyboardInterrupt:
        click.echo(
            "epicrisis: stopped. What is finished stays: run the same command again.", err=True
        )
        sys.exit(130)
    finally:
        signal.signal(signal.SIGTERM, before)


def exit_code(summary: Summary) -> int:
    """0 if every file gave something, 1 if some did not, 2 if none did."""
    if not summary.failures:
        return 0
    return 1 if summary.documents else 2
