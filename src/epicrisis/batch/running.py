"""A folder of reports to a folder of Parquet tables, and whatever was left of that yesterday."""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from os import cpu_count
from pathlib import Path
from typing import Final, Protocol

from epicrisis.batch.engine import engine
from epicrisis.batch.folders import Target
from epicrisis.batch.minding import Limits
from epicrisis.batch.planning import SHARD_FILES, shards
from epicrisis.batch.records import QUARANTINED, TABLES, Failure, Shard, ShardRecord
from epicrisis.batch.remote import files_below, target_at
from epicrisis.batch.shards import Job
from epicrisis.batch.supervisor import Pool
from epicrisis.batch.trials import Finished
from epicrisis.errors import InputError
