function Get-MfaCertificateConfig {
    # What the configuration says about a certificate whose key .NET holds. Gives Config, or Fault.
    [CmdletBinding()]
    [OutputType([hashtable])]
    param(
        [Parameter(Mandatory, Position = 0)]
        [System.Security.Cryptography.X509Certificates.X509Certificate2] $Certificate
    )
    $remedy = 'Give a certificate with an RSA key that this account may use'
    if (-not $Certificate.HasPrivateKey) {
        return @{ Fault = New-MfaFault -Code invalidInput -Message "The certificate $($Certificate.Thumbprint) comes without its private key" -Remedy $remedy }
    }
    $key = $null
    try { $key = [System.Security.Cryptography.X509Certificates.RSACertificateExtensions]::GetRSAPrivateKey($Certificate) }
    catch { return @{ Fault = New-MfaFault -Code invalidInput -Message "The private key of the certificate $($Certificate.Thumbprint) cannot be used: $($_.Exception.GetBaseException().Message)" -Remedy $remedy } }
    if ($null -eq $key) {
        return @{ Fault = New-MfaFault -Code invalidInput -Message "The certificate $($Certificate.Thumbprint) has no RSA key" -Remedy $remedy }
    }
    # Keys in the providers of old know nothing newer.
    $algorithm = 'ps256'
    if ($key.GetType().Name -eq 'RSACryptoServiceProvider') { $algorithm = 'rs256' }
    $key.Dispose()
    @{ Fault = $null; Config = [ordered] @{ certificate = [System.Convert]::ToBase64String($Certificate.RawData); signatureAlgorithm = $algorithm } }
}
