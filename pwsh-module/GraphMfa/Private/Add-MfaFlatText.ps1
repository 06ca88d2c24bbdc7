function Add-MfaFlatText {
    # Adds what tables, Export-Csv and Out-GridView can show, where the contract has objects and lists. Get-MfaLayout says for
    # which types.
    #
    # No attributes: see ConvertTo-MfaObject.
    param(
        [string] $TypeName,

        [System.Collections.IDictionary] $Object
    )
    switch ($TypeName) {
        'GraphMfa.RoleAssignment' {
            $Object['RoleName'] = Get-MfaField $Object['Role'] 'DisplayName'
            $Object['UnitName'] = Get-MfaField $Object['AdministrativeUnit'] 'DisplayName'
            $Object['PrincipalName'] = Get-MfaField $Object['Principal'] 'DisplayName'
            $Object['ThroughName'] = Get-MfaField $Object['Through'] 'DisplayName'
            break
        }
        'GraphMfa.RoleChange' {
            $Object['PrincipalName'] = Get-MfaField $Object['Principal'] 'DisplayName'
            break
        }
        'GraphMfa.RoleDescription' {
            $Object['ActionNames'] = @(foreach ($one in $Object['Actions']) { $one.Action }) -join '; '
            break
        }
        'GraphMfa.Permission' {
            $Object['PermissionNames'] = @(foreach ($one in $Object['Permissions']) { $one.AnyOf -join ' or ' }) -join '; '
            $Object['RoleNames'] = @(foreach ($one in $Object['Roles']) { @(foreach ($role in $one.AnyOf) { $role.DisplayName }) -join ' or ' }) -join '; '
            break
        }
        'GraphMfa.ApplicationSetup' {
            $Object['PermissionNames'] = @($Object['Permissions']) -join '; '
            $Object['SuperfluousNames'] = @($Object['Superfluous']) -join '; '
            break
        }
        'GraphMfa.HardwareToken' {
            $Object['AssignedToName'] = Get-MfaField $Object['AssignedTo'] 'DisplayName'
            break
        }
        'GraphMfa.AuditEntry' {
            $Object['TargetName'] = Get-MfaField $Object['Target'] 'Label'
            $Object['ChangedProperties'] = @(foreach ($one in $Object['Changes']) { $one.Property }) -join '; '
            break
        }
        { $_ -in 'GraphMfa.IssuedPass', 'GraphMfa.PassReport', 'GraphMfa.RescueOutcome' } {
            foreach ($name in 'StartsAt', 'EndsAt', 'LifetimeMinutes', 'UsableOnce') {
                $Object['Pass' + $name] = Get-MfaField $Object['Pass'] $name
            }
        }
        { $_ -in 'GraphMfa.ResetOutcome', 'GraphMfa.RescueOutcome' } {
            $Object['MethodsRemoved'] = @(foreach ($step in $Object['Steps']) { if ($step.Action -ne 'setDefault' -and ($step.Status -eq 'done' -or $step.Status -eq 'alreadyGone')) { $step.Label } }) -join '; '
            if (-not $Object['Why']) { $Object['Why'] = @(foreach ($note in $Object['Notes']) { $note.Message }) -join '; ' }
        }
        'GraphMfa.Plan' {
            $Object['MethodsGoing'] = @(foreach ($step in $Object['Steps']) { if ($step.Action -eq 'delete' -or $step.Action -eq 'deactivate') { $step.Label } }) -join '; '
            $Object['MethodsStaying'] = @(foreach ($one in $Object['Stays']) { $one.Label }) -join '; '
        }
    }
}
