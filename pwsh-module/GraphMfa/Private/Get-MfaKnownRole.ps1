function Get-MfaKnownRole {
    # The roles that are granted and taken back. What else there is is for the library to say.
    [CmdletBinding()]
    [OutputType([string])]
    param()
    'Authentication Administrator', 'Privileged Authentication Administrator', 'Authentication Policy Administrator'
}
