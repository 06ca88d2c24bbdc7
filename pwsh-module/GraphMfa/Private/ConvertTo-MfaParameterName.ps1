function ConvertTo-MfaParameterName {
    # The library names the fields of its requests; whoever reads its messages here knows the parameters.
    [CmdletBinding()]
    [OutputType([string])]
    param(
        [Parameter(Mandatory, Position = 0)]
        [AllowEmptyString()]
        [string] $Text
    )
    $names = @{
        lifetimeMinutes = '-LifetimeMinutes'
        mostInHand      = '-ThrottleLimit'
        mostPeople      = '-MaximumPeople'
        overrideGuard   = '-OverrideGuard'
        overrideLockOut = '-OverrideLockOut'
        quotaProfile    = '-QuotaProfile'
        requestedBy     = '-RequestedBy'
        waitUpToMs      = '-WaitUpTo'
    }
    foreach ($field in $names.Keys) { $Text = $Text -creplace "\b$field\b(?: of the case)?", $names[$field] }
    $Text
}
