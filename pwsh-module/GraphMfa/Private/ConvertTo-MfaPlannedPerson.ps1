function ConvertTo-MfaPlannedPerson {
    # What is planned for one person of a run. The plan of a reset is in Plan, as Get-MfaResetPlan gives it.
    [CmdletBinding()]
    param(
        [Parameter(Mandatory, Position = 0)]
        [object] $Person
    )
    $user = Get-MfaField $Person 'user'
    $refused = Get-MfaField $Person 'refused'
    $reset = Get-MfaField $Person 'reset'
    $why = $null
    if ($null -ne $refused) { $why = ConvertTo-MfaValue $refused.message }
    elseif ($Person.writes -eq 0) { $why = 'nothing to do' }
    [pscustomobject] ([ordered] @{
            PSTypeName        = 'GraphMfa.PlannedPerson'
            Line              = $Person.line
            UserId            = ConvertTo-MfaValue $Person.userId
            UserPrincipalName = ConvertTo-MfaValue (Get-MfaField $user 'userPrincipalName')
            DisplayName       = ConvertTo-MfaValue (Get-MfaField $user 'displayName')
            Writes            = $Person.writes
            Why               = $why
            ErrorId           = ConvertTo-MfaValue (Get-MfaField $refused 'code')
            Plan              = ConvertTo-MfaObject (Get-MfaField $reset 'plan') 'GraphMfa.Plan'
            Refused           = ConvertTo-MfaObject $refused 'GraphMfa.Error'
        })
}
