"""The power workload in GMP, for tests/bench: takes one sample for each line of its standard input.
README.md beside this file tells how.

The numbers stay in GMP's memory; only for the checksum, after the time, Python's are made of them.
ctypes lets the interpreter's lock go while GMP computes, so threads compute in parallel."""

import ctypes
import ctypes.util
import sys
from concurrent.futures import ThreadPoolExecutor

import peer

GMP = ctypes.CDLL(ctypes.util.find_library("gmp"))
INIT, POWER, CLEAR = GMP["__gmpz_init"], GMP["__gmpz_ui_pow_ui"], GMP["__gmpz_clear"]
SIZE, EXPORT = GMP["__gmpz_sizeinbase"], GMP["__gmpz_export"]
SIZE.restype = ctypes.c_size_t
EXPORT.restype = ctypes.c_void_p


class Number(ctypes.Structure):
    """GMP's mpz_t."""

    _fields_ = [("allocated", ctypes.c_int), ("size", ctypes.c_int), ("limbs", ctypes.c_void_p)]

    def __init__(self):
        INIT(ctypes.byref(self))

    def __del__(self):
        CLEAR(ctypes.byref(self))

    def __int__(self):
        here = ctypes.byref(self)
        data = ctypes.create_string_buffer((SIZE(here, 2) + 7) // 8)
        EXPORT(data, None, 1, ctypes.c_size_t(1), 1, ctypes.c_size_t(0), here)
        return int.from_bytes(data.raw)


def power(i):
    number = Number()
    POWER(ctypes.byref(number), ctypes.c_ulong(i), ctypes.c_ulong(i))
    return number


with ThreadPoolExecutor(int(sys.argv[1])) as threads:
    maps = {"GMP": map, "GMP, all cores": threads.map}
    peer.obey(lambda _, version, first, n: peer.sample(
        lambda: list(maps[version](power, range(int(first), int(first) + int(n)))),
        lambda number: peer.checksum_of_number(int(number))))
