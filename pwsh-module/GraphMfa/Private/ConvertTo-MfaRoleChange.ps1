function ConvertTo-MfaRoleChange {
    # One person's part of a change of roles, with what is the same for all of them.
    [CmdletBinding()]
    param(
        [Parameter(Mandatory, Position = 0)]
        [object] $Person,

        [Parameter(Mandatory, Position = 1)]
        [object] $Outcome
    )
    $unit = Get-MfaField $Outcome 'administrativeUnit'
    $unitName = Get-MfaField $unit 'displayName'
    if (-not $unitName) { $unitName = Get-MfaField $unit 'id' }
    $change = ConvertTo-MfaObject $Person 'GraphMfa.RoleChange'
    Add-Member -InputObject $change -NotePropertyMembers ([ordered] @{ RoleName = $Outcome.role.displayName; UnitName = $unitName }) -PassThru
}
