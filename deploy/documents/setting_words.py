"""What each setting is for, by its name; a setting without words here fails the build."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

WORDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "environment": "`production`, or `development`, which allows what production refuses",
        "sandbox": "the test clock and the borrower's bank; never in production",
        "host": "the address to listen on",
        "port": "where it answers",
        "ops_port": "where `/healthz`, `/readyz` and `/metrics` of the API answer",
        "log_level": "`debug`, `info`, `warning`, `error`; JSON lines on standard output",
        "lameduck_s": "seconds it says not ready and goes on answering before it stops",
        "concurrency_max": "requests at once; one more is 503",
        "cors_origins": "exact origins browsers may call from, separated by commas",
        "failpoint": "for tests: the line to die, hang or fail at; refused in production",
        "failpoint_file": "for tests: where such a line is read on SIGUSR1; refused in production",
        "worker_ops_port": "the same three pages of the worker",
        "database_url": "`postgresql://…` as the role that runs, `<name>`",
        "owner_database_url": "the same as `<name>_owner`, for migrations alone",
        "pool_size": "database connections kept open",
        "pool_overflow": "connections beside those for a moment",
        "pool_timeout_s": "seconds a request waits for one before it is 503",
        "lock_timeout_s": "seconds a statement waits for a row another holds before it is 503",
        "keys_dir": "folder of key files: own private key, and `peers.jwks.json`",
        "field_keys_file": "keys of sealed fields, index and cursors; **lost keys are lost data**",
        "seal_export_file": "where the audit's seals are appended; only the log without it",
        "delivery_attempts_max": "attempts before a message is parked",
        "delivery_refusals_max": "answers of no before it is parked",
        "delivery_backoff_max_s": "longest wait between two attempts",
        "object_store_url": "where files lie: `file:///folder`, or a bucket such as `s3://name`",
        "application_url": "where the application service listens; the worker needs it",
        "underwriting_url": "where underwriting listens; the worker needs it",
        "disbursement_url": "where disbursement listens; the worker needs it",
        "repayment_url": "where repayment listens; the worker needs it",
        "bureau_url": "where the credit bureau's adapter listens; the worker needs it",
        "rail_url": "where the payment rail's adapter listens; the worker needs it",
        "callback_keys_file": "what the rail signs its calls with: `whsec_…`, one a line",
        "check_above_minor": "a payout above this many fen takes two people",
        "signing_days": "days after the day planned for paying it that a contract may be signed",
        "look_back_days": "business days after it settled on which the rail is asked, once a day, "
        "whether a payout has come back",
        "cooling_off_days": "business days an account in place of a verified one is not paid to",
        "reading_s": "seconds the cost disclosure must be read before it is confirmed",
        "lender_file": "in whose name papers are drawn (`services/kit/lender.example.json`); "
        "must be said in production",
        "font_file": "font of printed papers; without it a known Chinese one, or none embedded",
        "public_url": "the gateway's own address, the development issuer's name",
        "upstreams": "JSON: service → list of `scheme://host:port`",
        "contracts": "JSON: service → its `openapi.json`; those of the source unless said",
        "readiness_urls": "JSON: process → its `/readyz`; `/readyz` here is 200 when all are",
        "issuers": "JSON list: `issuer`, `jwks_uri`, `algorithm`, and where they differ "
        "`audience`, `typ`, `clients`, `client_claim`, `roles_claim`, `scope_claim`, "
        "`partner_claim`, `subject_prefix`; of several issuers each has a prefix, and none is the "
        "beginning of another",
        "dev_issuer": "the development issuer; refused in production and off loopback",
        "reference": "`/docs` and `/openapi.json`; on in development only",
        "hosts": "JSON list of Host headers that are served; any without it",
        "trusted_proxies": "JSON list of networks whose `X-Forwarded-For` is believed",
        "rates": "requests a minute and **process**: divide by the replicas; 0 is no limit; `ip`, "
        "`login` and `callback` (what a rail calls back) are per address, as is all that is asked "
        "without a login",
        "upstream_timeout_s": "seconds a service has to answer",
        "idle_connection_s": "seconds after which an unused connection to a service is not used "
        "again; less than the services' `…_LAMEDUCK_S`, or a restart may cost a request",
    }
)

# What `make run` reads beside its ports; what only tests choose is not told.
LOCAL_WORDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "home": "the folder of its data, keys and logs",
        "cors_origins": WORDS["cors_origins"],
        "database_url": "a running Postgres, as a role that may make roles, in place of its own",
        "ready_timeout_s": "seconds it may take to be ready (from 1 to 600)",
        "restart_max_s": "the longest pause before a program that keeps dying is started again, in "
        "seconds (from 0.5 to 600)",
        "twins": "second instances, of services and of the gateway, as JSON: "
        '`{"repayment": {"port": 8204, "ops_port": 9204}}`',
        "detours": "other ports between who asks and who is asked, to see the way break, as JSON: "
        '`{"gateway>repayment": 9999}`',
        "failpoints": "whether programs take failpoints from files in `<home>/failpoints`, for the "
        "tests of faults",
    }
)
