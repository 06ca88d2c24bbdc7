function Get-MfaActorName {
    # What people call the one who acted: the sign-in name, else the name, else an id. Who is gone is said to be.
    [CmdletBinding()]
    [OutputType([string])]
    param(
        [Parameter(Position = 0)]
        [AllowNull()]
        [object] $Actor
    )
    if ((Get-MfaField $Actor 'inDirectory') -eq $false) { return Get-MfaField $Actor 'label' }
    foreach ($name in 'userPrincipalName', 'displayName', 'appId', 'id') {
        $text = Get-MfaField $Actor $name
        if (-not [string]::IsNullOrEmpty($text)) { return $text }
    }
}
