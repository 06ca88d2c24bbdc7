function Write-MfaSignIn {
    # Tells a person what to do to sign in. Warnings, because they are seen by default and in every host.
    [CmdletBinding()]
    param(
        [Parameter(Mandatory, Position = 0)]
        [object] $Happening
    )
    if ($Happening.type -eq 'deviceCode') {
        $until = (ConvertTo-MfaValue $Happening.expiresAt $true).ToLocalTime().ToString('T', [System.Globalization.CultureInfo]::CurrentCulture)
        Write-Warning -Message "To sign in, open $($Happening.verificationUri) in a browser and enter the code $($Happening.userCode) (until $until)."
    }
    elseif ($Happening.opened) {
        Write-Verbose -Message "Sign in in the browser window. If there is none, open this address on this machine: $($Happening.url)"
    }
    else {
        Write-Warning -Message "No browser opens here. Open this address in a browser on this machine to sign in, or connect with -UseDeviceCode: $($Happening.url)"
    }
}
