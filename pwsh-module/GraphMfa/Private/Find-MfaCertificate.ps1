function Find-MfaCertificate {
    # The certificate with that thumbprint and a private key, from the stores of the user or of the machine; nothing when
    # there is none.
    [CmdletBinding()]
    [OutputType([System.Security.Cryptography.X509Certificates.X509Certificate2])]
    param(
        [Parameter(Mandatory, Position = 0)]
        [string] $Thumbprint
    )
    # Copied from a dialog, a thumbprint has blanks and an invisible mark in front.
    $wanted = ($Thumbprint -replace '[^0-9A-Fa-f]', '').ToUpperInvariant()
    foreach ($location in 'CurrentUser', 'LocalMachine') {
        $store = New-Object -TypeName System.Security.Cryptography.X509Certificates.X509Store -ArgumentList 'My', $location
        try { $store.Open('ReadOnly, OpenExistingOnly') }
        # A system without that store has no certificate in it.
        catch { continue }
        try {
            foreach ($certificate in $store.Certificates) {
                if ($certificate.Thumbprint -eq $wanted -and $certificate.HasPrivateKey) { return $certificate }
            }
        }
        finally { $store.Close() }
    }
}
