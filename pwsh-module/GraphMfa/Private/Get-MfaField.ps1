function Get-MfaField {
    # A property that may be absent, without an error in strict mode.
    [CmdletBinding()]
    param(
        [Parameter(Position = 0)]
        [AllowNull()]
        [object] $InputObject,

        [Parameter(Position = 1)]
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
