"""Metrics: the figures of a running bot in Prometheus's text form."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily, Metric
from prometheus_client.registry import Collector

BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0)


@dataclass(frozen=True)
class GroupFigures:
    """A staff group: its id, title and team (empty: the main desk), the posts of the last minute, those that wait, and its open tickets."""

    chat_id: int
    title: str
    team: str
    posts: int
    waiting: int
    open_topics: int


@dataclass(frozen=True)
class Figures:
    """A moment's figures. Batches are counted by the bounds in seconds that they stayed within. Lanes map to (queued, age of the oldest in seconds), jobs to (runs done, runs failed)."""

    updates: int
    updates_failed: int
    batches: int
    batch_seconds: float
    batches_within: Mapping[float, int]
    deliveries: Mapping[str, int]
    lanes: Mapping[str, tuple[int, float]]
    jobs: Mapping[str, tuple[int, int]]
    is_leader: bool
    failed_updates: int
    groups: Sequence[GroupFigures] = ()


class _Snapshot(Collector):
    def __init__(self, figures: Figures) -> None:
        self._figures = figures

    def collect(self) -> Iterator[Metric]:
        figures = self._figures
        yield CounterMetricFamily("kefu_updates", "Updates taken from Telegram.", value=figures.updates)
        yield CounterMetricFamily(
            "kefu_updates_set_aside", "Updates that could not be handled and were set aside.", value=figures.updates_failed
        )
        yield GaugeMetricFamily("kefu_failed_updates", "Updates set aside that nobody has dealt with yet.", value=figures.failed_updates)
        counts = [(str(bound), figures.batches_within.get(bound, 0)) for bound in BUCKETS]
        yield HistogramMetricFamily(
            "kefu_batch_seconds",
            "Time to handle and commit a batch of updates.",
            buckets=[*counts, ("+Inf", figures.batches)],
            sum_value=figures.batch_seconds,
        )
        deliveries = CounterMetricFamily("kefu_deliveries", "Calls to Telegram by outcome.", labels=["outcome"])
        for outcome, count in sorted(figures.deliveries.items()):
            deliveries.add_metric([outcome], count)
        yield deliveries
        depth = GaugeMetricFamily("kefu_outbox_queued", "Messages waiting to be said, by lane.", labels=["lane"])
        age = GaugeMetricFamily("kefu_outbox_oldest_seconds", "How long the oldest waiting message waits, by lane.", labels=["lane"])
        for lane, (queued, oldest) in sorted(figures.lanes.items()):
            depth.add_metric([lane], queued)
            age.add_metric([lane], oldest)
        yield depth
        yield age
        jobs = CounterMetricFamily("kefu_job_runs", "Runs of scheduled jobs by result.", labels=["job", "result"])
        for job, (done, failed) in sorted(figures.jobs.items()):
            jobs.add_metric([job, "done"], done)
            jobs.add_metric([job, "failed"], failed)
        yield jobs
        yield from _of_groups(figures.groups)
        yield GaugeMetricFamily("kefu_leader", "1 when this process delivers and keeps the timetable.", value=int(figures.is_leader))


def _of_groups(groups: Sequence[GroupFigures]) -> Iterator[Metric]:
    labels = ["chat", "group", "team"]
    posts = GaugeMetricFamily("kefu_group_posts_last_minute", "Posts in a staff group in the last minute.", labels=labels)
    waiting = GaugeMetricFamily("kefu_group_posts_waiting", "Posts that wait for a staff group.", labels=labels)
    topics = GaugeMetricFamily("kefu_group_open_tickets", "Open tickets that stand in a staff group.", labels=labels)
    for group in groups:
        named = [str(group.chat_id), group.title, group.team]
        posts.add_metric(named, group.posts)
        waiting.add_metric(named, group.waiting)
        topics.add_metric(named, group.open_topics)
    yield from (posts, waiting, topics)


def render_figures(figures: Figures) -> bytes:
    """Return the figures as Prometheus reads them."""
    registry = CollectorRegistry()
    registry.register(_Snapshot(figures))
    return generate_latest(registry)
