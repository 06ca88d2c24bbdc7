function ConvertTo-MfaRegistration {
    # A row of the registration report with flat columns, so that Export-Csv and Where-Object take it as it is.
    [CmdletBinding()]
    param(
        [Parameter(Mandatory, Position = 0)]
        [object] $Row
    )
    $result = [ordered] @{ PSTypeName = 'GraphMfa.Registration' }
    foreach ($name in 'userPrincipalName', 'displayName', 'id', 'standing', 'mfaCapable', 'mfaRegistered', 'passwordlessCapable', 'passwordResetCapable', 'isAdmin', 'userType', 'methods', 'defaultMethod', 'systemPreferredMethods', 'lastUpdated', 'age') {
        $value = Get-MfaField $Row $name
        $pascal = $name.Substring(0, 1).ToUpperInvariant() + $name.Substring(1)
        if ($name -eq 'id') { $pascal = 'UserId' }
        if ($name -in 'methods', 'systemPreferredMethods') { $result[$pascal] = @($value) -join '; ' }
        elseif ($null -eq $value) { $result[$pascal] = $null }
        else { $result[$pascal] = ConvertTo-MfaValue $value ($name -eq 'lastUpdated') }
    }
    [pscustomobject] $result
}
