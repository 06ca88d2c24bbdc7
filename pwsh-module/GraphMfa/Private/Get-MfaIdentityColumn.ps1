function Get-MfaIdentityColumn {
    # The columns of an object that say who it is about, with their texts. Ids count only when they are GUIDs: an Id is
    # a row number, a process or a device as often as a person. The module's own objects say it in one place.
    #
    # It is called for every row: hence no attributes.
    param([object] $InputObject)
    $columns = [ordered] @{}
    if ($InputObject.PSObject.TypeNames[0] -match '^(Deserialized\.)?GraphMfa\.') {
        $names = 'UserId', 'UserPrincipalName'
        if ($InputObject.PSObject.TypeNames[0] -match 'GraphMfa\.User$') { $names = 'Id', 'UserPrincipalName' }
        foreach ($name in $names) {
            $text = [string] (Get-MfaField $InputObject $name)
            if ($text) {
                $columns['ours'] = $text
                break
            }
        }
        return $columns
    }
    foreach ($name in 'User', 'UserPrincipalName', 'UPN', 'Mail', 'Id', 'ObjectId', 'UserId') {
        $property = $InputObject.PSObject.Properties[$name]
        if ($null -eq $property) { continue }
        $value = $property.Value
        if ($value -isnot [string] -and $value -isnot [guid]) { continue }
        $text = ([string] $value).Trim()
        if ($text -eq '') { continue }
        $id = [guid]::Empty
        if (($name -eq 'Id' -or $name -eq 'ObjectId' -or $name -eq 'UserId') -and -not [guid]::TryParse($text, [ref] $id)) { continue }
        $columns[$name] = $text
    }
    $columns
}
