function ConvertTo-MfaObject {
    # An object of the contract as PowerShell people expect it: PascalCase, a type name, dates as DateTime in UTC, and
    # UserId and UserPrincipalName on whatever belongs to a person.
    [CmdletBinding()]
    param(
        [Parameter(Mandatory, Position = 0)]
        [AllowNull()]
        [object] $Value,

        [Parameter(Mandatory, Position = 1)]
        [string] $TypeName,

        # Whose it is, where the value itself does not say.
        [Parameter(Position = 2)]
        [AllowNull()]
        [object] $Person
    )
    if ($null -eq $Value) { return }
    $shape = Get-MfaShape
    $result = [ordered] @{ PSTypeName = $TypeName }

    $user = Get-MfaField $Value 'user'
    if ($null -ne $user) { $Person = $user }
    $skipped = @('operation')
    if ($shape.Flat -contains $TypeName) {
        $skipped += 'user'
        $result['UserId'] = $user.id
        $result['UserPrincipalName'] = $user.userPrincipalName
        $result['DisplayName'] = $user.displayName
    }
    elseif ($shape.Owned -contains $TypeName) {
        $result['UserId'] = Get-MfaField $Person 'id'
        $result['UserPrincipalName'] = Get-MfaField $Person 'userPrincipalName'
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
    $names = New-Object 'System.Collections.Generic.List[string]'
    foreach ($name in $shape.Properties[$TypeName]) { $names.Add($name) }
    foreach ($property in $Value.PSObject.Properties) {
        if ($skipped -notcontains $property.Name -and -not $names.Contains($property.Name)) {
            $names.Add($property.Name)
        }
    }
    $children = $shape.Children[$TypeName]
    foreach ($name in $names) {
        $pascal = $name.Substring(0, 1).ToUpperInvariant() + $name.Substring(1)
        $property = $Value.PSObject.Properties[$name]
        $child = $null
        if ($null -ne $children) { $child = $children[$name] }
        if ($null -eq $property -or $null -eq $property.Value) {
            $result[$pascal] = $null
            if ($shape.Lists -contains $name) { $result[$pascal] = @() }
        }
        elseif ($property.Value -is [array]) {
            $items = New-Object 'System.Collections.Generic.List[object]'
            foreach ($item in $property.Value) {
                if ($null -ne $child) { $items.Add((ConvertTo-MfaObject $item $child $Person)) }
                else { $items.Add((ConvertTo-MfaValue $item)) }
            }
            $result[$pascal] = $items.ToArray()
        }
        elseif ($null -ne $child) {
            $result[$pascal] = ConvertTo-MfaObject $property.Value $child $Person
        }
        else {
            $result[$pascal] = ConvertTo-MfaValue $property.Value ($shape.Instants -contains $name)
        }
    }
    [pscustomobject] $result
}
