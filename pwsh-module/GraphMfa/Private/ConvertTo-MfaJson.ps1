function ConvertTo-MfaJson {
    # The contract's JSON of a request or a configuration.
    [CmdletBinding()]
    [OutputType([string])]
    param(
        [Parameter(Mandatory, Position = 0)]
        [System.Collections.IDictionary] $Value
    )
    ConvertTo-Json -InputObject $Value -Compress -Depth 8
}
