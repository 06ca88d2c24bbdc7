function Get-MfaSignature {
    # The base64 of the signature that the private key of a certificate makes, as bytes. The key stays where it is: in a
    # store, a smart card or a key vault's provider.
    [CmdletBinding()]
    [OutputType([byte[]])]
    param(
        [Parameter(Mandatory, Position = 0)]
        [System.Security.Cryptography.X509Certificates.X509Certificate2] $Certificate,

        [Parameter(Mandatory, Position = 1)]
        [string] $Algorithm,

        [Parameter(Mandatory, Position = 2)]
        [string] $Data
    )
    $key = [System.Security.Cryptography.X509Certificates.RSACertificateExtensions]::GetRSAPrivateKey($Certificate)
    try {
        $padding = [System.Security.Cryptography.RSASignaturePadding]::Pss
        if ($Algorithm -eq 'rs256') { $padding = [System.Security.Cryptography.RSASignaturePadding]::Pkcs1 }
        $signature = $key.SignData([System.Text.Encoding]::UTF8.GetBytes($Data), [System.Security.Cryptography.HashAlgorithmName]::SHA256, $padding)
        , [System.Text.Encoding]::ASCII.GetBytes([System.Convert]::ToBase64String($signature))
    }
    finally {
        if ($null -ne $key) { $key.Dispose() }
    }
}
