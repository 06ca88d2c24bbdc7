function Test-MfaIdentityText {
    # One text that should name one person. Gives User and Target, or Error and Ends.
    [CmdletBinding()]
    [OutputType([hashtable])]
    param(
        [Parameter(Position = 0)]
        [AllowNull()]
        [AllowEmptyString()]
        [string] $Text
    )
    $user = $Text.Trim()
    $why = $null
    if ($user -eq '') { $why = 'The user is empty' }
    elseif ($user.IndexOfAny('*?[]'.ToCharArray()) -ge 0) { $why = 'A user cannot be named with wildcard characters' }
    if ($null -ne $why) {
        $fault = New-MfaFault -Code invalidInput -Message $why -Remedy 'Name one person by object id, user principal name or address; Find-MfaUser finds people by part of a name'
        return @{ Error = New-MfaErrorRecord $fault $user; Ends = $false; User = $null }
    }
    @{ User = $user; Target = $user; Error = $null; Ends = $false }
}
