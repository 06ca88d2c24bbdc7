function Get-MfaRoleFault {
    # Why somebody's role is not what was asked for, as a failure; nothing when it is.
    [CmdletBinding()]
    param(
        [Parameter(Mandatory, Position = 0)]
        [object] $Person
    )
    $fault = Get-MfaField $Person 'error'
    if ($null -ne $fault) { return $fault }
    if ($Person.status -eq 'notSeen') {
        New-MfaFault -Code roleChangeIncomplete -Message "The role of $($Person.asked) was changed as far as the service says, but reads do not show it yet" `
            -Remedy 'Look again in a few minutes with Get-MfaRoleAssignment' -Subject $Person.asked
    }
    elseif ($Person.status -eq 'notStarted') {
        New-MfaFault -Code roleChangeIncomplete -Message "The role of $($Person.asked) was not changed: the run ended before" `
            -Remedy 'See what ended it, then do it again: what is done already costs nothing' -Subject $Person.asked
    }
}
