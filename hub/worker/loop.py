"""Runs jobs that are due, each by one process at a time, until it is stopped."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from hub.core.ports.hub import Hub

log = logging.getLogger(__name__)

TICK_S: Final = 1.0
"""Between looks for a job that is due."""
BEAT_S: Final = 30
LONGEST_JOB_S: Final = 900
"""After this another worker may take a job over: its holder is taken for dead."""

Facts = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Job:
    """One thing that is done again and again; doing it twice is doing it once."""

    name: str
    every: int
    """Seconds."""
    work: Callable[[Hub], Facts]
    """Does it, in transactions of its own, and says what came of it."""


class Worker:
    """Runs jobs until it is stopped."""

    def __init__(
        self,
        hub: Hub,
        jobs: tuple[Job, ...],
        holder: str,
        wait: Callable[[float], bool],
        broken: tuple[type[Exception], ...],
        *,
        beats: bool = True,
    ) -> None:
        self._hub = hub
        self._jobs = jobs
        self._holder = holder
        self._wait = wait
        """Waits so many seconds, and tells whether to stop."""
        self._broken = broken
        """What a job may raise without ending the worker: the database's errors and our own."""
        self._beats = beats
        """Whether it is this worker's heartbeat by which the hub counts as worked for."""
        self._beaten_at = 0

    def run(self) -> None:
        """Do what is due until told to stop; a job that fails stops no other."""
        stopped = False
        while not stopped:
            self.turn()
            stopped = self._wait(TICK_S)

    def turn(self) -> int:
        """Do every job that is due once, and return how many were done."""
        try:
            self._beat()
        except self._broken as error:
            log.warning("the database does not answer: %s", type(error).__name__)
            return 0
        return sum(self._did(job) for job in self._jobs)

    def _did(self, job: Job) -> bool:
        hub, now = self._hub, self._hub.clock.now()
        try:
            with hub.store.begin() as work:
                taken = work.jobs.take(
                    job.name, self._holder, now, every=job.every, life=LONGEST_JOB_S
                )
            if not taken:
                return False
            facts = job.work(hub)
            with hub.store.begin() as work:
                work.jobs.done(job.name, self._holder, hub.clock.now(), facts)
        except self._broken as error:
            log.exception("job %s failed", job.name)
            self._note_failure(job, type(error).__name__)
            return False
        if any(facts.values()):
            log.info("job %s done %s", job.name, dict(facts))
        return True

    def _note_failure(self, job: Job, why: str) -> None:
        try:
            with self._hub.store.begin() as work:
                work.jobs.failed(job.name, self._holder, self._hub.clock.now(), why)
        except self._broken:
            log.warning("the failure of job %s could not be stored", job.name)

    def _beat(self) -> None:
        now = self._hub.clock.now()
        if not self._beats or now - self._beaten_at < BEAT_S:
            return
        with self._hub.store.begin() as work:
            work.jobs.beat("worker", now, {"holder": self._holder})
        self._beaten_at = now


def free_jobs_of_the_dead(hub: Hub, is_dead: Callable[[str], bool]) -> None:
    """Free at once what a killed worker held; else its jobs would wait for LONGEST_JOB_S."""
    with hub.store.begin() as work:
        for holder in filter(is_dead, sorted(work.jobs.holders(hub.clock.now()))):
            log.warning("worker %s is dead: its jobs are free again", holder)
            work.jobs.release(holder)
