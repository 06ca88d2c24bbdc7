function ConvertTo-MfaObject {
    # An object of the contract as PowerShell people expect it: PascalCase, a type name, dates as DateTime in UTC, and
    # UserId and UserPrincipalName on whatever belongs to a person.
    #
    # A run calls it a hundred thousand times: hence no attributes, which make a call several times as long, and few calls.
    param(
        [object] $Value,

        [string] $TypeName,

        # Whose it is, where the value itself does not say.
        [object] $Person,

        # Properties that the value does not have, by the names that PowerShell people know.
        [hashtable] $More
    )
    if ($null -eq $Value) { return }
    $layout = $null
    if ($null -ne $script:GraphMfa['Layouts']) { $layout = $script:GraphMfa['Layouts'][$TypeName] }
    if ($null -eq $layout) { $layout = Get-MfaLayout $TypeName }
    $result = [ordered] @{ PSTypeName = $TypeName }

    $places = $layout.Places
    $names = $layout.Names
    $values = [object[]]::new($names.Length)
    $later = $null
    $user = $null
    foreach ($property in $Value.PSObject.Properties) {
        $name = $property.Name
        if ($name -eq 'user') { $user = $property.Value }
        $place = $places[$name]
        if ($null -eq $place) {
            if ($null -eq $later) { $later = [ordered] @{} }
            $later[$name] = $property.Value
        }
        elseif ($place -ge 0) { $values[$place] = $property.Value }
    }
    if ($null -ne $user) { $Person = $user }
    $whose = $layout.Whose
    if ($whose -ne '') {
        $result['UserId'] = $null
        $result['UserPrincipalName'] = $null
        if ($whose -eq 'user') {
            $result['UserId'] = $user.id
            $result['UserPrincipalName'] = $user.userPrincipalName
            $result['DisplayName'] = $user.displayName
        }
        elseif ($whose -eq 'owner') {
            if ($null -ne $Person) {
                foreach ($property in $Person.PSObject.Properties) {
                    if ($property.Name -eq 'id') { $result['UserId'] = $property.Value }
                    elseif ($property.Name -eq 'userPrincipalName') { $result['UserPrincipalName'] = $property.Value }
                }
            }
        }
        else {
            $somebody = Get-MfaField $Value $whose
            $result['UserId'] = Get-MfaField $somebody 'id'
            $result['UserPrincipalName'] = Get-MfaField $somebody 'userPrincipalName'
            if ($whose -eq 'target') { $result['ActorName'] = Get-MfaActorName (Get-MfaField $Value 'actor') }
        }
    }

    # Known properties first, in their order; what a newer library adds comes after them.
    for ($place = 0; $place -lt $names.Length; $place++) {
        $one = $values[$place]
        # Most are texts and numbers as they are: a run has millions of them, and a call for each would cost more than the run.
        if ($one -is [string]) {
            if ($layout.Instants[$place]) { $one = [System.DateTimeOffset]::Parse($one.TrimStart([char] 1), [cultureinfo]::InvariantCulture, [System.Globalization.DateTimeStyles]::AssumeUniversal).UtcDateTime }
            elseif ($one.Length -gt 0 -and $one[0] -eq [char] 1) { $one = $one.TrimStart([char] 1) }
        }
        elseif ($null -eq $one) { if ($layout.Lists[$place]) { $one = @() } }
        elseif ($one -is [array]) {
            # A list of one stays a list.
            $child = $layout.Children[$place]
            $one = @(foreach ($item in $one) {
                    if ($child) { ConvertTo-MfaObject $item $child $Person }
                    else { ConvertTo-MfaValue $item }
                })
        }
        elseif ($layout.Children[$place]) { $one = ConvertTo-MfaObject $one $layout.Children[$place] $Person }
        $result[$names[$place]] = $one
    }
    if ($null -ne $later) {
        foreach ($name in $later.Keys) {
            $one = $later[$name]
            if ($one -is [array]) { $one = @(foreach ($item in $one) { ConvertTo-MfaValue $item }) }
            else { $one = ConvertTo-MfaValue $one }
            $result[$name.Substring(0, 1).ToUpperInvariant() + $name.Substring(1)] = $one
        }
    }
    if ($null -ne $More) { foreach ($name in $More.Keys) { $result[$name] = $More[$name] } }
    if ($layout.Told) { Add-MfaFlatText $TypeName $result }
    [pscustomobject] $result
}
