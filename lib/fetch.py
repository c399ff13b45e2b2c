"""Fetch the JDK or Maven; run by lib/setup in the environment's Python, with what and where.

    fetch.py jdk VERSION FILE           writes the folder of the JDK to the file
    fetch.py maven VERSION SHA512 FOLDER
"""

import hashlib
import shutil
import sys
import zipfile
from pathlib import Path


def jdk(version, answer):
    import cjdk
    home = cjdk.java_home(vendor="temurin", version=version, progress=False)
    Path(answer).write_text(str(home), encoding="utf-8")


def maven(version, sha512, folder):
    """Maven's own archive, which is one file of Maven's repository like any other."""
    from jgo.config import GlobalSettings
    from jgo.maven import MavenContext
    context = MavenContext(repo_cache=GlobalSettings.load().repo_cache)
    component = context.project("org.apache.maven", "apache-maven").at_version(version)
    archive = component.artifact("bin", "zip").resolve()
    if hashlib.sha512(archive.read_bytes()).hexdigest() != sha512:
        archive.unlink()
        sys.exit(f"Error: {archive} was not Maven {version} as published, and has been deleted")
    folder = Path(folder)
    new = folder.with_name(folder.name + ".new")
    shutil.rmtree(new, ignore_errors=True)
    zipfile.ZipFile(archive).extractall(new)
    shutil.rmtree(folder, ignore_errors=True)
    (new / folder.name).rename(folder)
    new.rmdir()


if __name__ == "__main__":
    {"jdk": jdk, "maven": maven}[sys.argv[1]](*sys.argv[2:])
