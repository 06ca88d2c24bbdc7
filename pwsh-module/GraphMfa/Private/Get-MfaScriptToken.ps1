function Get-MfaScriptToken {
    # The bytes of the token that the script block of Connect-Mfa yields. Throws what is wrong with it.
    [CmdletBinding()]
    [OutputType([byte[]])]
    param(
        [Parameter(Mandatory, Position = 0)]
        [hashtable] $Entry,

        # The parameter that took the script block.
        [Parameter(Mandatory, Position = 1)]
        [string] $Parameter,

        # What the script block is given.
        [Parameter(Position = 2)]
        [AllowNull()]
        [object] $What,

        [Parameter(Position = 3)]
        [AllowNull()]
        [object] $Claims
    )
    if ($Entry.Runspace -ne [System.Management.Automation.Runspaces.Runspace]::DefaultRunspace.InstanceId) {
        # A script block belongs to the runspace that made it; calling it from another one can block for ever.
        throw "the script block of Connect-Mfa $Parameter belongs to another runspace; connect inside this one"
    }
    $yield = @(& $Entry.Token $What $Claims)
    if ($yield.Count -ne 1) { throw "the script block of Connect-Mfa $Parameter gave $($yield.Count) objects instead of one token" }
    $token = $yield[0]
    if ($token -is [string] -and $token) {
        $secure = New-Object -TypeName System.Security.SecureString
        foreach ($character in $token.ToCharArray()) { $secure.AppendChar($character) }
        $token = $secure
    }
    if ($token -isnot [System.Security.SecureString]) {
        throw "the script block of Connect-Mfa $Parameter gave neither a SecureString nor a text"
    }
    , (ConvertTo-MfaSecretBytes $token)
}
