function Get-MfaContextTable {
    # The connected contexts of this process, by ContextId. Process-wide, because a context that travels to another
    # runspace must find its native client there.
    [CmdletBinding()]
    [OutputType([hashtable])]
    param()
    $domain = [System.AppDomain]::CurrentDomain
    $table = $domain.GetData('GraphMfa.Contexts')
    if ($null -eq $table) {
        [System.Threading.Monitor]::Enter($domain)
        try {
            $table = $domain.GetData('GraphMfa.Contexts')
            if ($null -eq $table) {
                $table = [hashtable]::Synchronized(@{})
                $domain.SetData('GraphMfa.Contexts', $table)
            }
        }
        finally {
            [System.Threading.Monitor]::Exit($domain)
        }
    }
    # The comma keeps an empty table from vanishing.
    , $table
}
