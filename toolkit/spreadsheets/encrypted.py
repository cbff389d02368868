"""Files with a password to open, decrypted with the passwords that are known.

There is always one to try: Excel itself encrypts workbooks whose structure is protected, without
asking, under one well-known password.
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from io import BytesIO

from toolkit.spreadsheets.ole import opened

BUILT_IN = "VelvetSweatshop"
# Excel and WPS hash a password 100,000 times; a malicious file may ask for a hundred times as much.
MAX_SPINS = 200_000


def decrypt(content: bytes, passwords: Sequence[str]) -> bytes | None:
    """The file without its password, Excel's own password tried first; None where none fits."""
    for password in (BUILT_IN, *passwords):
        try:
            plain = _decrypted(content, password)
        except BaseException as error:
            # The library checks little of what it reads, and parts of it are not Python: it may
            # raise anything.
            if isinstance(error, KeyboardInterrupt | SystemExit | GeneratorExit):
                raise
            continue
        if plain:
            return plain
    return None


def _decrypted(content: bytes, password: str) -> bytes | None:
    # The import takes 25 ms and loads OpenSSL; hardly any run needs it.
    import msoffcrypto

    # The library opens the container anew and trusts what it declares.
    opened(content).close()
    with warnings.catch_warnings():
        # The library warns that RC4 is old, which does not matter here.
        warnings.simplefilter("ignore")
        file = msoffcrypto.OfficeFile(BytesIO(content))
        if file.format == "xls97":
            file.load_key(password=password)
        elif file.format == "ooxml" and file.info.get("spinValue", 0) <= MAX_SPINS:
            file.load_key(password=password, verify_password=True)
        else:
            return None
        plain = BytesIO()
        file.decrypt(plain)
    return plain.getvalue()
