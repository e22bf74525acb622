"""Makes signed.pdf: a page with nothing on it, signed with a key that is thrown away. Run: python sign.py (pip install pyhanko==0.38.0)."""
import datetime
import io

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers

key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Nguyễn Thị Hạnh")])
begin = datetime.datetime(2026, 1, 1)
certificate = (
    x509.CertificateBuilder()
    .subject_name(name)
    .issuer_name(name)
    .public_key(key.public_key())
    .serial_number(1)
    .not_valid_before(begin)
    .not_valid_after(begin + datetime.timedelta(days=3650))
    .add_extension(x509.KeyUsage(True, True, False, False, False, False, False, False, False), True)
    .sign(key, hashes.SHA256())
)
objects = [
    b"<< /Type /Catalog /Pages 2 0 R >>",
    b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
    b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>",
]
file, places = b"%PDF-1.7\n%Dathang\n", []
for number, content in enumerate(objects, 1):
    places.append(len(file))
    file += b"%d 0 obj\n%s\nendobj\n" % (number, content)
table = len(file)
file += b"xref\n0 4\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % place for place in places)
file += b"trailer\n<< /Size 4 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % table

with open("key.tmp", "wb") as out:
    out.write(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
with open("certificate.tmp", "wb") as out:
    out.write(certificate.public_bytes(serialization.Encoding.PEM))
signer = signers.SimpleSigner.load("key.tmp", "certificate.tmp")
meta = signers.PdfSignatureMetadata(field_name="Signature", md_algorithm="sha256", subfilter=None)
with open("signed.pdf", "wb") as out:
    signers.sign_pdf(IncrementalPdfFileWriter(io.BytesIO(file)), meta, signer=signer, output=out)
