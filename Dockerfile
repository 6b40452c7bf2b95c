# One file, five images: docker build --build-arg SERVICE=application -t xiaowei/application:dev .
#   SERVICE       application | underwriting | disbursement | repayment | gateway
#   PYTHON_IMAGE  a release hands in the digest (docs/decisions); a laptop may use the tag
# Behind a package mirror: --secret id=pip_conf,src=/etc/pip.conf
ARG PYTHON_IMAGE=python:3.11-slim-bookworm
ARG SERVICE

# The locked packages, compiled once here so that no pod compiles them again at start.
FROM ${PYTHON_IMAGE} AS packages
COPY requirements.runtime.lock .
RUN --mount=type=secret,id=pip_conf,target=/etc/pip.conf \
    python -m venv /opt/xiaowei \
    && /opt/xiaowei/bin/pip install --no-cache-dir --no-deps --only-binary :all: \
        --require-hashes --disable-pip-version-check -r requirements.runtime.lock \
    && /opt/xiaowei/bin/pip uninstall --yes --quiet pip setuptools \
    && /opt/xiaowei/bin/python -m compileall -q /opt/xiaowei/lib

FROM ${PYTHON_IMAGE} AS runtime
ENV PATH=/opt/xiaowei/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONFAULTHANDLER=1
COPY --from=packages /opt/xiaowei /opt/xiaowei
WORKDIR /srv/xiaowei
COPY services/__init__.py services/__init__.py
COPY services/kit services/kit
# Python is process 1, so SIGTERM reaches it. The arguments name the module: the API by default,
# `services.<name>.worker` for the worker, `services.kit.migrate <name>` for the migrations.
ENTRYPOINT ["python", "-m"]

# A service carries the shared packages and itself.
FROM runtime AS service
ARG SERVICE
COPY services/loan_engine services/loan_engine
COPY services/${SERVICE} services/${SERVICE}

FROM service AS run-application
CMD ["services.application"]
FROM service AS run-underwriting
CMD ["services.underwriting"]
FROM service AS run-disbursement
CMD ["services.disbursement"]
FROM service AS run-repayment
CMD ["services.repayment"]

# The gateway carries the four contracts it routes by, and no service.
FROM runtime AS run-gateway
COPY services/application/openapi.json services/application/openapi.json
COPY services/underwriting/openapi.json services/underwriting/openapi.json
COPY services/disbursement/openapi.json services/disbursement/openapi.json
COPY services/repayment/openapi.json services/repayment/openapi.json
COPY gateway gateway
CMD ["gateway"]

FROM run-${SERVICE}
RUN python -m compileall -q .
USER 10001:10001
