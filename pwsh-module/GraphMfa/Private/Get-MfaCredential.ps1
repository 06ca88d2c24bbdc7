function Get-MfaCredential {
    # From the parameters of Connect-Mfa to what a client is made of: Config (the credential's own fields), Secret (the
    # secret argument, as bytes), Token (a script block) and Certificate (whose key .NET holds). Or Fault.
    [CmdletBinding()]
    [OutputType([hashtable])]
    param(
        # The parameter set.
        [Parameter(Mandatory)]
        [string] $Way,

        [Parameter(Mandatory)]
        [System.Collections.IDictionary] $Given,

        # The file of the parameters that name one.
        [AllowNull()]
        [string] $Path
    )
    $made = @{ Fault = $null; Config = [ordered] @{}; Secret = $null; Token = $null; Certificate = $null }
    switch ($Way) {
        'Browser' {
            $made.Config['credential'] = 'browser'
            if ($Given['LoginHint']) { $made.Config['loginHint'] = $Given['LoginHint'] }
        }
        'DeviceCode' { $made.Config['credential'] = 'deviceCode' }
        'ManagedIdentity' {
            $found = Get-MfaEnvironment
            $made.Fault = $found.Fault
            $made.Config['credential'] = 'managedIdentity'
            if ($null -eq $found.Fault) {
                if ($found.Plain.Count -gt 0) { $made.Config['environment'] = $found.Plain }
                $made.Secret = $found.Secret
            }
        }
        'FederatedTokenFile' {
            $found = Get-MfaEnvironment
            $made.Fault = $found.Fault
            $made.Config['credential'] = 'federatedToken'
            $made.Config['tokenFile'] = $Path
            if ($null -eq $found.Fault -and $found.Plain.Count -gt 0) { $made.Config['environment'] = $found.Plain }
        }
        'FederatedToken' {
            $made.Config['credential'] = 'federatedToken'
            $made.Token = $Given['FederatedToken']
        }
        { $_ -eq 'Certificate' -or $_ -eq 'CertificateThumbprint' } {
            $made.Config['credential'] = 'hostSignature'
            $made.Certificate = $Given['Certificate']
            if ($Way -eq 'CertificateThumbprint') { $made.Certificate = Find-MfaCertificate $Given['CertificateThumbprint'] }
            if ($null -eq $made.Certificate) {
                $made.Fault = New-MfaFault -Code invalidInput -Message "There is no certificate with the thumbprint '$($Given['CertificateThumbprint'])' and a private key in the stores of this user and this machine" -Remedy 'Look with: Get-ChildItem Cert:\CurrentUser\My, Cert:\LocalMachine\My'
            }
            else {
                $described = Get-MfaCertificateConfig $made.Certificate
                $made.Fault = $described.Fault
                if ($null -eq $described.Fault) { foreach ($field in $described.Config.Keys) { $made.Config[$field] = $described.Config[$field] } }
            }
        }
        'CertificateFile' {
            $made.Config['credential'] = 'clientCertificate'
            $password = $Given['CertificatePassword']
            if ($password -is [pscredential]) { $password = $password.Password }
            if ($null -ne $password -and $password -isnot [securestring]) {
                $made.Fault = New-MfaFault -Code invalidInput -Message '-CertificatePassword takes a SecureString or a PSCredential, never plain text' -Remedy 'Use Read-Host -AsSecureString, Get-Credential or a secret store'
            }
            else {
                $read = Get-MfaCertificateSecret $Path $password
                $made.Fault = $read.Fault
                if ($null -eq $read.Fault) { $made.Secret = $read.Secret }
            }
        }
        'AccessToken' {
            if ($Given['AccessToken'] -is [scriptblock]) {
                $made.Config['credential'] = 'hostToken'
                $made.Token = $Given['AccessToken']
            }
            elseif ($Given['AccessToken'] -is [securestring]) {
                $made.Config['credential'] = 'accessToken'
                $made.Secret = ConvertTo-MfaSecretBytes $Given['AccessToken']
            }
            else { $made.Fault = New-MfaFault -Code invalidInput -Message '-AccessToken takes a SecureString or a script block that yields one' -Remedy 'Use ConvertTo-SecureString -AsPlainText -Force, or a script block' }
        }
        default {
            $made.Config['credential'] = 'clientSecret'
            $holder = $Given['ClientSecret']
            if ($Way -eq 'Credential') { $holder = $Given['Credential'] }
            if ($holder -is [pscredential]) {
                $named = $holder.UserName.TrimStart('\')
                if (-not $Given['ClientId']) { $made.Config['clientId'] = $named }
                elseif ($Way -eq 'Credential' -and $Given['ClientId'] -ne $named) {
                    $made.Fault = New-MfaFault -Code invalidInput -Message "-ClientId '$($Given['ClientId'])' and the user name '$named' of -Credential name different applications" -Remedy 'Give one of them'
                }
                $holder = $holder.Password
            }
            elseif ($holder -isnot [securestring]) {
                $made.Fault = New-MfaFault -Code invalidInput -Message '-ClientSecret takes a SecureString or a PSCredential, never plain text' -Remedy 'Use Read-Host -AsSecureString, Get-Credential or a secret store'
            }
            elseif (-not $Given['ClientId']) {
                $made.Fault = New-MfaFault -Code invalidInput -Message '-ClientSecret needs -ClientId' -Remedy 'Give the application id of the tenant''s own app registration'
            }
            if ($null -eq $made.Fault) { $made.Secret = ConvertTo-MfaSecretBytes $holder }
        }
    }
    $made
}
