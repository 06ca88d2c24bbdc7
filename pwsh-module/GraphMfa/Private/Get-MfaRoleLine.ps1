function Get-MfaRoleLine {
    # The plan of a change of roles in sentences, one per person, as -WhatIf and the question show it.
    [CmdletBinding()]
    [OutputType([string])]
    param(
        [Parameter(Mandatory, Position = 0)]
        [object] $Outcome
    )
    $role = $Outcome.role.displayName
    $place = ' in the whole tenant'
    $unit = Get-MfaField $Outcome 'administrativeUnit'
    if ($null -ne $unit) {
        $name = Get-MfaField $unit 'displayName'
        if (-not $name) { $name = $unit.id }
        $place = " in the administrative unit $name"
    }
    $kind = Get-MfaField $Outcome 'kind'
    foreach ($person in $Outcome.people) {
        $principal = Get-MfaField $person 'principal'
        $who = Get-MfaField $principal 'userPrincipalName'
        if (-not $who) { $who = Get-MfaField $principal 'displayName' }
        if (-not $who) { $who = $person.asked }
        $until = ConvertTo-MfaValue (Get-MfaField $person 'until')
        $line = switch ($person.status) {
            'planned' {
                if ($kind -eq 'eligible') { "let $who activate $role$place" }
                elseif ($kind) { "grant $role to $who$place" }
                else { "take $role back from $who$place" }
                break
            }
            'alreadyHeld' { "nothing to do for ${who}: holds $role already$place"; break }
            'notHeld' { "nothing to do for ${who}: does not hold $role directly$place"; break }
            default {
                $why = Get-MfaField (Get-MfaField $person 'error') 'message'
                "not for ${who}: $why"
            }
        }
        if ($until -and $person.status -eq 'planned' -and $kind) { $line = "$line until $until" }
        $notes = @(Get-MfaField $person 'notes' | Where-Object -FilterScript { $null -ne $_ } | ForEach-Object -Process { (ConvertTo-MfaValue $_.message).TrimEnd('.') })
        if ($notes.Count -gt 0) { $line = $line + ' (' + ($notes -join '; ') + ')' }
        $line
    }
}
