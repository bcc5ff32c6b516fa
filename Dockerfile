# One image for web, live, worker, beat and migrate; docker-compose.yml says which it is.
FROM node:22-bookworm-slim AS pages
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --no-audit --no-fund
COPY web/frontend web/frontend
COPY web/styles web/styles
RUN npm run build

FROM python:3.11-slim-bookworm AS packages
COPY requirements.txt /
RUN python -m venv /venv && /venv/bin/pip install --no-cache-dir --require-hashes -r /requirements.txt

FROM python:3.11-slim-bookworm
RUN useradd --uid 10001 --create-home --shell /usr/sbin/nologin samverk
RUN mkdir /files && chown samverk /files
COPY --from=packages /venv /venv
WORKDIR /app
COPY . .
COPY --from=pages /app/web/static/web/build web/static/web/build
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 STATIC_ROOT=/app/staticfiles VAR_DIR=/tmp/var
RUN python -m backend.catalogues compile \
    && SECRET_KEY=unused-while-building python manage.py collectstatic --noinput --verbosity 0
USER samverk
EXPOSE 8000 8001
CMD ["python", "-m", "gunicorn", "backend.wsgi:application", "--bind", "0.0.0.0:8000"]
