function Get-MfaRowName {
    # Whom a row names, as whoever wrote it would say it: of a row as it went to the library.
    [CmdletBinding()]
    [OutputType([string])]
    param(
        [Parameter(Mandatory, Position = 0)]
        [AllowEmptyString()]
        [string] $Text
    )
    if (-not $Text) { return '' }
    $row = ConvertFrom-Json -InputObject $Text
    foreach ($name in 'UserPrincipalName', 'UPN', 'user', 'Mail', 'ObjectId', 'Id', 'UserId') {
        $value = [string] (Get-MfaField $row $name)
        if ($value) { return $value }
    }
    # Nothing of it is a name: then the row itself is.
    $Text
}
