#!/bin/sh
# The nightly loop: a night each day at $NIGHT_AT, and a backup after it. A night that failed is run
# again after $RETRY_SECONDS, and one that was missed, while nothing ran, as soon as this runs again.
# What is kept: the mark of the last night that ended well, and the newest $BACKUPS backups.
set -u
: "${DATA:=/data}" "${BACKUP_DIR:=/backups}" "${NIGHT_AT:=02:00}" "${RETRY_SECONDS:=600}" "${BACKUPS:=14}"
mark="$DATA/night.done"

due() { # whether no night has ended well since the last hour at which one was due
    now=$(date +%s)
    at=$(date -d "today $NIGHT_AT" +%s)
    [ "$at" -le "$now" ] || at=$(date -d "yesterday $NIGHT_AT" +%s)
    [ ! -e "$mark" ] || [ "$(stat -c %Y "$mark")" -lt "$at" ]
}

keep() {
    throughline backup "$BACKUP_DIR/throughline-$(date -u +%Y%m%dT%H%M%SZ).zip" --data "$DATA" || return
    ls -1t "$BACKUP_DIR"/throughline-*.zip | tail -n "+$((BACKUPS + 1))" | while read -r old; do
        rm -f -- "$old"
    done
}

while true; do
    if due; then
        throughline night --data "$DATA"
        code=$?
        # 3: a delivery could not be read, 8: the program failed at a part, 9: its news reached not
        # everybody; everything else is done, and would end no otherwise if it were run again.
        if [ "$code" -eq 0 ] || [ "$code" -eq 3 ] || [ "$code" -eq 8 ] || [ "$code" -eq 9 ]; then
            touch "$mark"
            keep || echo "the backup failed: see the lines above" >&2
        else
            echo "the night failed with exit code $code: it is run again in $RETRY_SECONDS seconds" >&2
        fi
    fi
    sleep "$RETRY_SECONDS"
done
