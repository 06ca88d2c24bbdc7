function Get-MfaKnownRole {
    # The roles that are granted and taken back, for completion. What else there is is for the library to say.
    [CmdletBinding()]
    [OutputType([string])]
    param(
        [Parameter(Position = 0)]
        [AllowNull()]
        [AllowEmptyString()]
        [string] $Typed
    )
    $begun = ([string] $Typed).Trim("'", '"') + '*'
    foreach ($name in 'Authentication Administrator', 'Privileged Authentication Administrator', 'Authentication Policy Administrator') {
        if ($name -like $begun) { "'$name'" }
    }
}
