function Get-MfaPublicCertificate {
    # The public part of a certificate as the contract takes it, from a file or an object: Text; or Error. Both are $null
    # where none was given. The private key is never read into it.
    [CmdletBinding()]
    [OutputType([hashtable])]
    param(
        [Parameter(Mandatory)]
        [System.Management.Automation.PSCmdlet] $Cmdlet,

        [Parameter()]
        [AllowEmptyString()]
        [string] $Path,

        [Parameter()]
        [AllowNull()]
        [System.Security.Cryptography.X509Certificates.X509Certificate2] $Certificate,

        [Parameter()]
        [AllowEmptyString()]
        [string] $Thumbprint
    )
    if ([int] [bool] $Path + [int] ($null -ne $Certificate) + [int] [bool] $Thumbprint -gt 1) {
        $fault = New-MfaFault -Code invalidInput -Message 'The certificate is named more than once' -Remedy 'Give one of -CertificatePath, -Certificate and -CertificateThumbprint'
        return @{ Text = $null; Error = New-MfaErrorRecord $fault }
    }
    if ($Thumbprint) {
        $Certificate = Find-MfaCertificate $Thumbprint
        if ($null -eq $Certificate) {
            $fault = New-MfaFault -Code invalidInput -Message "There is no certificate with the thumbprint $Thumbprint and a private key in the stores of the user and of the machine" `
                -Remedy 'Look for it with Get-ChildItem Cert:\CurrentUser\My, or give its file with -CertificatePath'
            return @{ Text = $null; Error = New-MfaErrorRecord $fault $Thumbprint }
        }
    }
    $own = $null
    if ($Path) {
        try {
            $file = $Cmdlet.SessionState.Path.GetUnresolvedProviderPathFromPSPath($Path)
            $own = New-Object -TypeName System.Security.Cryptography.X509Certificates.X509Certificate2 -ArgumentList $file
            $Certificate = $own
        }
        catch {
            $fault = New-MfaFault -Code invalidInput -Message "The certificate $Path cannot be read" `
                -Remedy 'Export the certificate without its private key (.cer) and give that file; a PFX with a password is given as an object, with -Certificate'
            return @{ Text = $null; Error = New-MfaErrorRecord $fault $Path }
        }
    }
    if ($null -eq $Certificate) { return @{ Text = $null; Error = $null } }
    try { @{ Text = [System.Convert]::ToBase64String($Certificate.RawData); Error = $null } }
    finally { if ($null -ne $own) { $own.Dispose() } }
}
