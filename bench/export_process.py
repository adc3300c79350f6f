"""Makes one big file as a worker does, and prints seconds, memory at the most and lines."""

import json
import sys
import time

import django


def peak_megabytes() -> float:
    with open("/proc/self/status", encoding="ascii") as status:
        line = next(line for line in status if line.startswith("VmHWM"))
    return int(line.split()[1]) / 1024


def main(export_id: str) -> None:
    django.setup()
    from django.utils import timezone

    from tuphap.modules.assessments.province_desk.models import BigExport
    from tuphap.outlets.exchange.big_export import make, place_of

    begun = time.monotonic()
    make(BigExport.objects.get(pk=export_id).pk, timezone.now())
    seconds = time.monotonic() - begun
    export = BigExport.objects.get(pk=export_id)
    size = place_of(export.pk).stat().st_size / 1024 / 1024
    found = {"seconds": seconds, "peak": peak_megabytes(), "megabytes": size}
    print(json.dumps({**found, "lines": export.lines}))


if __name__ == "__main__":
    main(sys.argv[1])
