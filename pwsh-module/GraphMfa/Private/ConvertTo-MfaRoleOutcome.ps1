function ConvertTo-MfaRoleOutcome {
    # What came of one person of a run of roles, as Grant-MfaRole gives it, with what every outcome of a run has.
    [CmdletBinding()]
    param(
        [Parameter(Mandatory, Position = 0)]
        [object] $Person,

        # How the caller named the person.
        [Parameter(Position = 1)]
        [string] $Named
    )
    $response = Get-MfaField $Person 'response'
    if ($null -ne $response) { $change = ConvertTo-MfaRoleChange $response.people[0] $response }
    else {
        $change = ConvertTo-MfaObject ([pscustomobject] @{ asked = $Named; status = 'failed'; error = Get-MfaField $Person 'error' }) 'GraphMfa.RoleChange'
        $change.UserId = $Person.userId
        Add-Member -InputObject $change -NotePropertyMembers ([ordered] @{ RoleName = $null; UnitName = $null })
    }
    Add-Member -InputObject $change -NotePropertyMembers ([ordered] @{ Outcome = $Person.outcome; Line = $Person.line }) -PassThru
}
