function ConvertTo-MfaInstant {
    # A date as the contract spells instants. A date without a zone is local time, as everywhere in PowerShell.
    [CmdletBinding()]
    [OutputType([string])]
    param(
        [Parameter(Mandatory, Position = 0)]
        [datetime] $Value
    )
    $Value.ToUniversalTime().ToString('yyyy-MM-ddTHH:mm:ss.fffZ', [cultureinfo]::InvariantCulture)
}
