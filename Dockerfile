# The image for Binder and for `docker run -p 127.0.0.1:8888:8888`: JDK 25 and Python 3.12.3, which is
# noble's, from the base, all else from lib/setup. Everything is fetched and built here, so that it
# runs with no network.
FROM eclipse-temurin:25.0.2_10-jdk-noble

# Python, and a font to draw the charts' text with.
RUN apt-get update \
    && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends \
        python3 python3-venv fontconfig fonts-dejavu-core \
    && rm -rf /var/lib/apt/lists/*

# Binder names the user and its number; the base may have given that number to a user of its own.
ARG NB_USER=jovyan
ARG NB_UID=1000
RUN old="$(getent passwd "${NB_UID}" | cut -d: -f1)" \
    && if [ -n "${old}" ]; then userdel --remove "${old}"; fi \
    && useradd --create-home --uid "${NB_UID}" --shell /bin/bash "${NB_USER}"
ENV USER=${NB_USER} \
    HOME=/home/${NB_USER} \
    PATH=/home/${NB_USER}/.venv/bin:${PATH} \
    PIP_NO_CACHE_DIR=1
WORKDIR ${HOME}
USER ${NB_USER}

# The environment, which a change to a notebook leaves as it is.
COPY --chown=${NB_USER} lib lib
RUN python3 lib/setup && rm -rf .m2 .cache

COPY --chown=${NB_USER} . .

# Workloads that fit Binder's share of a machine; docker run -e WORKBENCH_SIZE=full has the others.
ENV WORKBENCH_SIZE=small
EXPOSE 8888
CMD ["python3", "notebooks/open", "--no-browser", "--ip=0.0.0.0"]
