"""Folders are cut into shards the same way every time, and a change touches few of them."""

from hypothesis import given
from hypothesis import strategies as st

from epicrisis.batch.planning import shards
from epicrisis.batch.records import SourceFile

PATHS = st.lists(st.integers(0, 10**6), unique=True, max_size=300)


def files(numbers):
    return [SourceFile(f"{n:07}.txt", f"/x/{n:07}.txt", n % 1000, str(n)) for n in sorted(numbers)]


@given(PATHS, st.integers(1, 50))
def test_every_file_is_in_one_shard(numbers, size):
    """Nothing lost, nothing twice, in order; a shard is not larger than twice the mean."""
    listed = files(numbers)
    cut = list(shards(listed, {}, size=size))

    assert [file for shard in cut for file in shard.files] == listed
    assert all(0 < len(shard.files) <= 2 * size for shard in cut)
    assert len({shard.name for shard in cut}) == len(cut)


@given(PATHS.filter(bool), st.data())
def test_shards_end_where_bytes_are_enough(numbers, data):
    """A shard takes no further file beyond its bytes; one file may be larger."""
    most = data.draw(st.integers(1, 5000))
    cut = list(shards(files(numbers), {}, size=20, most_bytes=most))

    for shard in cut:
        assert len(shard.files) == 1 or sum(file.size for file in shard.files) <= most


def test_one_more_file_changes_few_shards():
    """A file that is added or removed leaves nearly all shards as they were."""
    listed = files(range(0, 20_000, 2))
    before = {shard.name: shard.stamp for shard in shards(listed, {})}
    after = {shard.name: shard.stamp for shard in shards(files([*range(0, 20_000, 2), 777]), {})}

    assert len(before) > 60
    assert len(set(before.items()) - set(after.items())) <= 4


def test_a_changed_file_keeps_the_name_and_not_the_stamp():
    """The part is made anew under its old name; so it is when the settings change."""
    listed = files(range(30))
    (before,) = shards(listed, {"engine": "a"}, size=50)
    (touched,) = shards([listed[0]._replace(stamp="new"), *listed[1:]], {"engine": "a"}, size=50)
    (newer,) = shards(listed, {"engine": "b"}, size=50)

    assert before.name == touched.name == newer.name
    assert len({before.stamp, touched.stamp, newer.stamp}) == 3


def test_an_unwritable_name_is_no_obstacle():
    """Names with bytes that are no letters can be cut too."""
    odd = SourceFile("a\\udcff.txt", "a\udcff.txt", 1, "")

    assert len(list(shards([odd], {}))) == 1
