function ConvertFrom-MfaJson {
    # Parses JSON of the contract to the same objects in every edition.
    #
    # PowerShell 7 turns every text that looks like a date into a local object, wherever it stands; Windows PowerShell
    # does not. A mark in front of such texts keeps them texts; ConvertTo-MfaValue takes it away again.
    [CmdletBinding()]
    param(
        [Parameter(Mandatory, Position = 0)]
        [string] $Text
    )
    $marked = [regex]::Replace($Text, '(?<!\\)"(?=\d{4}-\d{2}-\d{2}T|\\?/Date\()', '"\u0001')
    ConvertFrom-Json -InputObject $marked
}
