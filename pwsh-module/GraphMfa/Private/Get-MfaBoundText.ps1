function Get-MfaBoundText {
    # A parameter that is in the line already, as a completer is told of it.
    [CmdletBinding()]
    param(
        [Parameter(Position = 0)]
        [AllowNull()]
        [System.Collections.IDictionary] $Bound,

        [Parameter(Mandatory, Position = 1)]
        [string] $Name,

        # Whatever it is, not texts only.
        [Parameter()]
        [switch] $AnyType
    )
    if ($null -eq $Bound -or -not $Bound.Contains($Name)) { return }
    $value = $Bound[$Name]
    if ($AnyType) { return $value }
    if ($value -is [string]) { $value }
}
