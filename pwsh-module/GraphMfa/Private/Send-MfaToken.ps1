function Send-MfaToken {
    # Answers a job that asks its host for an access token, with what the script block of Connect-Mfa -AccessToken yields.
    [CmdletBinding()]
    param(
        [Parameter(Mandatory)]
        [uint64] $Job,

        [Parameter(Mandatory)]
        [object] $Question,

        [Parameter(Mandatory)]
        [hashtable] $Entry
    )
    $native = $Entry.Native
    $secret = $null
    $reply = [ordered] @{ ask = [int64] $Question.ask }
    try {
        if ($Entry.Runspace -ne [System.Management.Automation.Runspaces.Runspace]::DefaultRunspace.InstanceId) {
            # A script block belongs to the runspace that made it; calling it from another one can block for ever.
            throw 'the script block of Connect-Mfa -AccessToken belongs to another runspace; connect inside this one'
        }
        $yield = @(& $Entry.Token $Question.scope (Get-MfaField $Question 'claims'))
        if ($yield.Count -ne 1) { throw "the script block of Connect-Mfa -AccessToken gave $($yield.Count) objects instead of one token" }
        $token = $yield[0]
        if ($token -is [string] -and $token) {
            $secure = New-Object -TypeName System.Security.SecureString
            foreach ($character in $token.ToCharArray()) { $secure.AppendChar($character) }
            $token = $secure
        }
        if ($token -isnot [System.Security.SecureString]) {
            throw 'the script block of Connect-Mfa -AccessToken gave neither a SecureString nor a text'
        }
        $secret = ConvertTo-MfaSecretBytes $token
    }
    catch {
        $reply['error'] = $_.Exception.Message
    }
    $body = [System.Text.Encoding]::UTF8.GetBytes((ConvertTo-MfaJson $reply))
    try {
        $length = 0
        if ($null -ne $secret) { $length = $secret.Length }
        # A refused answer shows as the job's own failure: the job asks once and then gives up.
        [void] $native::gmfa_job_reply($Job, $body, [System.UIntPtr]::new([uint64] $body.Length), $secret, [System.UIntPtr]::new([uint64] $length))
    }
    finally {
        if ($null -ne $secret) { [System.Array]::Clear($secret, 0, $secret.Length) }
    }
}
