function ConvertTo-MfaObject {
    # An object of the contract as PowerShell people expect it: PascalCase, a type name, dates as DateTime in UTC, and
    # UserId and UserPrincipalName on whatever belongs to a person.
    #
    # A run calls it a hundred thousand times: hence no attributes, which make a call several times as long, and few calls.
    param(
        [object] $Value,

        [string] $TypeName,

        # Whose it is, where the value itself does not say.
        [object] $Person
    )
    if ($null -eq $Value) { return }
    $shape = $script:GraphMfa['Shape']
    if ($null -eq $shape) { $shape = Get-MfaShape }
    $result = [ordered] @{ PSTypeName = $TypeName }

    $user = $null
    $property = $Value.PSObject.Properties['user']
    if ($null -ne $property) { $user = $property.Value }
    if ($null -ne $user) { $Person = $user }
    $skipped = @('operation')
    if ($shape.Flat -contains $TypeName) {
        $skipped += 'user'
        $result['UserId'] = $user.id
        $result['UserPrincipalName'] = $user.userPrincipalName
        $result['DisplayName'] = $user.displayName
    }
    elseif ($shape.Owned -contains $TypeName) {
        $result['UserId'] = $null
        $result['UserPrincipalName'] = $null
        if ($null -ne $Person) {
            foreach ($property in $Person.PSObject.Properties) {
                if ($property.Name -eq 'id') { $result['UserId'] = $property.Value }
                elseif ($property.Name -eq 'userPrincipalName') { $result['UserPrincipalName'] = $property.Value }
            }
        }
    }
    elseif ($TypeName -eq 'GraphMfa.RoleAssignment' -or $TypeName -eq 'GraphMfa.RoleChange') {
        $principal = Get-MfaField $Value 'principal'
        $result['UserId'] = Get-MfaField $principal 'id'
        $result['UserPrincipalName'] = Get-MfaField $principal 'userPrincipalName'
    }
    elseif ($TypeName -eq 'GraphMfa.AuditEntry' -or $TypeName -eq 'GraphMfa.Reset') {
        $target = Get-MfaField $Value 'target'
        $result['UserId'] = Get-MfaField $target 'id'
        $result['UserPrincipalName'] = Get-MfaField $target 'userPrincipalName'
        $result['ActorName'] = Get-MfaActorName (Get-MfaField $Value 'actor')
    }

    # Known properties first, in their order; what a newer library adds comes after them.
    $names = $shape.Properties[$TypeName]
    foreach ($property in $Value.PSObject.Properties) {
        if ($names -notcontains $property.Name -and $skipped -notcontains $property.Name) { $names = @($names) + $property.Name }
    }
    $children = $shape.Children[$TypeName]
    foreach ($name in $names) {
        $pascal = $shape.Pascal[$name]
        if ($null -eq $pascal) {
            $pascal = $name.Substring(0, 1).ToUpperInvariant() + $name.Substring(1)
            $shape.Pascal[$name] = $pascal
        }
        $property = $Value.PSObject.Properties[$name]
        $one = $null
        if ($null -ne $property) { $one = $property.Value }
        $child = $null
        if ($null -ne $children) { $child = $children[$name] }
        if ($null -eq $one) {
            $result[$pascal] = $null
            if ($shape.Lists -contains $name) { $result[$pascal] = @() }
        }
        elseif ($one -is [array]) {
            # A list of one stays a list.
            $result[$pascal] = @(foreach ($item in $one) {
                    if ($null -ne $child) { ConvertTo-MfaObject $item $child $Person }
                    else { ConvertTo-MfaValue $item }
                })
        }
        elseif ($null -ne $child) {
            $result[$pascal] = ConvertTo-MfaObject $one $child $Person
        }
        # Most are texts and numbers as they are: a run has millions of them, and a call for each would cost more than the run.
        elseif ($one -isnot [string]) { $result[$pascal] = $one }
        elseif ($shape.Instants -contains $name) { $result[$pascal] = ConvertTo-MfaValue $one $true }
        else { $result[$pascal] = $one.TrimStart([char] 1) }
    }
    # Tables and CSV want texts, where the contract has objects.
    if ($TypeName -eq 'GraphMfa.RoleAssignment') {
        $result['RoleName'] = Get-MfaField $result['Role'] 'DisplayName'
        $result['UnitName'] = Get-MfaField $result['AdministrativeUnit'] 'DisplayName'
        $result['PrincipalName'] = Get-MfaField $result['Principal'] 'DisplayName'
        $result['ThroughName'] = Get-MfaField $result['Through'] 'DisplayName'
    }
    elseif ($TypeName -eq 'GraphMfa.HardwareToken') { $result['AssignedToName'] = Get-MfaField $result['AssignedTo'] 'DisplayName' }
    elseif ($TypeName -eq 'GraphMfa.ResetOutcome' -or $TypeName -eq 'GraphMfa.RescueOutcome') {
        $result['MethodsRemoved'] = @(foreach ($step in $result['Steps']) { if ($step.Action -ne 'setDefault' -and ($step.Status -eq 'done' -or $step.Status -eq 'alreadyGone')) { $step.Label } }) -join '; '
        $result['Why'] = @(foreach ($note in $result['Notes']) { $note.Message }) -join '; '
    }
    [pscustomobject] $result
}
