"""Cutting a folder into shards, the same ones however often and wherever it is done.

Files come in the order of their paths. Where one shard ends and the next begins is decided by the
paths near the boundary alone (Muthitacharoen et al., SOSP 2001, cut files at their content so): a
file more or less changes the shard it is in and leaves the others as they are.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from hashlib import blake2b
from zlib import crc32

from epicrisis.batch.records import Shard, SourceFile

SHARD_FILES = 100  # on average
SHARD_BYTES = 64_000_000  # beyond which a shard takes no further file


def shards(
    files: Iterable[SourceFile],
    settings: Mapping[str, str],
    *,
    size: int = SHARD_FILES,
    most_bytes: int = SHARD_BYTES,
) -> Iterator[Shard]:
    """Cut files into shards of `size` files on average, between half and twice that.

    Args:
        files: In the order of their paths, each once.
        settings: All that the results depend on besides the files.
        size: Files of a shard on average.
        most_bytes: Bytes of a shard; a single file may be larger.
    """
    least = max(1, size // 2)
    spread = max(1, size - least)
    held: list[SourceFile] = []
    weight = 0
    for file in files:
        full = len(held) >= 2 * size or weight + file.size > most_bytes
        cut = len(held) >= least and crc32(_bytes(file.path)) % spread == 0
        if held and (full or cut):
            yield _shard(held, settings)
            held, weight = [], 0
        held.append(file)
        weight += file.size
    if held:
        yield _shard(held, settings)


def _shard(files: list[SourceFile], settings: Mapping[str, str]) -> Shard:
    name = blake2b("\n".join(file.path for file in files).encode("utf-8", "surrogatepass"))
    stamp = [sorted(settings.items()), [(f.path, f.size, f.stamp) for f in files]]
    mark = blake2b(json.dumps(stamp).encode(), digest_size=16).hexdigest()
    return Shard(name=name.hexdigest()[:16], stamp=mark, files=tuple(files))


def _bytes(path: str) -> bytes:
    return path.encode("utf-8", "surrogatepass")
