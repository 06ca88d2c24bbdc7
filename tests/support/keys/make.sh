#!/bin/sh
# Writes the forms in which people keep a certificate and its key, from the key and the certificate that the simulated
# tenant's own tests use. None of it opens anything. Needs OpenSSL 3 with its legacy provider.
set -eu
cd "$(dirname "$0")"
keys=../../simulator/tests/keys
cert=$keys/desk.cert.pem
plain=$(mktemp)
trap 'rm -f "$plain"' EXIT
openssl pkcs8 -inform DER -in $keys/desk.key.p8 -nocrypt -out "$plain"

{ echo "Bag Attributes"; cat "$plain" $cert; } > desk.pem
{ openssl rsa -in "$plain" -traditional 2>/dev/null; cat $cert; } > desk-pkcs1.pem
{ openssl pkcs8 -topk8 -in "$plain" -v2 aes-256-cbc -v2prf hmacWithSHA256 -passout pass:hunter2; cat $cert; } > desk-encrypted.pem
{ openssl pkcs8 -topk8 -in "$plain" -v2 des3 -v2prf hmacWithSHA1 -passout pass:hunter2; cat $cert; } > desk-encrypted-3des.pem
{ openssl rsa -in "$plain" -traditional -aes256 -passout pass:hunter2 2>/dev/null; cat $cert; } > desk-proc-type.pem

openssl pkcs12 -export -inkey "$plain" -in $cert -passout pass:hunter2 -out desk.pfx
openssl pkcs12 -export -inkey "$plain" -in $cert -passout pass:hunter2 -legacy -out desk-rc2.pfx
openssl pkcs12 -export -inkey "$plain" -in $cert -passout pass:hunter2 -legacy -certpbe PBE-SHA1-3DES -keypbe PBE-SHA1-3DES -macalg sha1 -out desk-3des.pfx
openssl pkcs12 -export -inkey "$plain" -in $cert -passout pass: -out desk-no-password.pfx
openssl pkcs12 -export -nokeys -in $cert -passout pass:hunter2 -out desk-no-key.pfx

# A certificate of another key, with desk's key; and an EC pair.
{ cat "$plain"; openssl req -x509 -newkey rsa:2048 -nodes -keyout /dev/null -subj /CN=other -days 3650 2>/dev/null; } > not-a-pair.pem
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout ec.key.tmp -subj /CN=ec -days 3650 -out ec.crt.tmp 2>/dev/null
cat ec.key.tmp ec.crt.tmp > ec.pem
rm ec.key.tmp ec.crt.tmp
