function Get-MfaField {
    # A property that may be absent, without an error in strict mode. It is called for everything: hence no attributes, which
    # make a call several times as long.
    param(
        [object] $InputObject,

        [string] $Name
    )
    if ($null -ne $InputObject) {
        $property = $InputObject.PSObject.Properties[$Name]
        if ($null -ne $property) {
            # The comma keeps a list with one entry a list.
            if ($property.Value -is [array]) { return , $property.Value }
            return $property.Value
        }
    }
}
