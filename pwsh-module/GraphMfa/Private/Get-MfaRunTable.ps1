function Get-MfaRunTable {
    # The runs of this process, oldest first. Process-wide, because Get-MfaRun and Stop-MfaRun are typed in another runspace
    # than the one that waits for the run.
    [CmdletBinding()]
    [OutputType([System.Collections.ArrayList])]
    param()
    $domain = [System.AppDomain]::CurrentDomain
    $table = $domain.GetData('GraphMfa.Runs')
    if ($null -eq $table) {
        [System.Threading.Monitor]::Enter($domain)
        try {
            $table = $domain.GetData('GraphMfa.Runs')
            if ($null -eq $table) {
                $table = [System.Collections.ArrayList]::Synchronized((New-Object -TypeName System.Collections.ArrayList))
                $domain.SetData('GraphMfa.Runs', $table)
            }
        }
        finally {
            [System.Threading.Monitor]::Exit($domain)
        }
    }
    # The comma keeps an empty list from vanishing.
    , $table
}
