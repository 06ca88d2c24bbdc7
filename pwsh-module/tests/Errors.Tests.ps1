# Failures are error records that people and scripts can use.

BeforeAll {
    . (Join-Path -Path $PSScriptRoot -ChildPath 'Support.ps1')
    $tenant = Start-TestTenant
    $module = Import-TestModule
    Set-TestScenario $tenant
    Connect-TestTenant $tenant
    function Get-Failure {
        # The error record of a script block.
        param([scriptblock] $Block)
        try { & $Block | Out-Null } catch { return $_ }
        throw 'it did not fail'
    }
}

AfterAll {
    Get-Module -Name GraphMfa | Remove-Module -Force
    Stop-TestTenant $tenant
}

Describe 'A failure about a person' {
    It 'has id, category, target, remedy and what the support asks for' {
        $record = Get-Failure { Get-MfaUser nobody@fabrikam.example -ErrorAction Stop }
        $record.FullyQualifiedErrorId | Should -Be 'userNotFound,Get-MfaUser'
        $record.CategoryInfo.Category | Should -Be 'ObjectNotFound'
        $record.CategoryInfo.Activity | Should -Be 'Get-MfaUser'
        $record.TargetObject | Should -Be 'nobody@fabrikam.example'
        $record.ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
        $record.Exception | Should -BeOfType ([System.Management.Automation.ItemNotFoundException])
        $record.Exception.Data['Code'] | Should -Be 'userNotFound'
        "$record" | Should -Match 'nobody@fabrikam\.example'
    }

    It 'tells status, service code and request ids when the service refused' {
        $scenario = Get-TestScenario
        $scenario.faults = @(@{ path = '/users/**'; times = 100; answer = @{ status = 400; body = @{ error = @{ code = 'Request_BadRequest'; message = 'The request is not right.' } } } })
        Set-TestScenario $tenant $scenario
        Connect-TestTenant $tenant
        try { $record = Get-Failure { Get-MfaUser nora.lind@fabrikam.example -ErrorAction Stop } }
        finally {
            Set-TestScenario $tenant
            Connect-TestTenant $tenant
        }
        $record.FullyQualifiedErrorId | Should -Match ',Get-MfaUser$'
        $record.Exception.Data['Status'] | Should -Be 400
        $record.Exception.Data['ServiceCode'] | Should -Be 'Request_BadRequest'
        $record.Exception.Data['RequestId'] | Should -Not -BeNullOrEmpty
        $record.Exception.Data['ClientRequestId'] | Should -Not -BeNullOrEmpty
    }

    It 'does not end the pipeline' {
        $found = @('nobody@fabrikam.example', 'nora.lind@fabrikam.example' | Get-MfaUser -ErrorAction SilentlyContinue -ErrorVariable failed)
        $found.DisplayName | Should -Be 'Nora Lind'
        $failed.Count | Should -Be 1
        Get-MfaUser nobody@fabrikam.example -ErrorAction SilentlyContinue
        $? | Should -BeFalse
    }

    It 'ends it with -ErrorAction Stop, also that of a wrapper or a script' {
        { Get-MfaUser nobody@fabrikam.example -ErrorAction Stop } | Should -Throw -ErrorId 'userNotFound,Get-MfaUser'
        function Get-Somebody { [CmdletBinding()] param($Somebody) Get-MfaUser $Somebody; 'went on' }
        { Get-Somebody nobody@fabrikam.example -ErrorAction Stop } | Should -Throw -ErrorId 'userNotFound,Get-MfaUser'
        Get-Somebody nobody@fabrikam.example -ErrorAction SilentlyContinue | Should -Be 'went on'
        $script = Join-Path -Path $TestDrive -ChildPath 'stop.ps1'
        Set-Content -LiteralPath $script -Value '$ErrorActionPreference = ''Stop''; Get-MfaUser nobody@fabrikam.example; ''went on'''
        { & $script } | Should -Throw -ErrorId 'userNotFound,Get-MfaUser'
    }

    It 'is caught by type' {
        $caught = try { Get-MfaUser nobody@fabrikam.example -ErrorAction Stop }
        catch [System.UnauthorizedAccessException] { 'access' }
        catch [System.Management.Automation.ItemNotFoundException] { 'missing' }
        $caught | Should -Be 'missing'
    }

    It 'is silent with -ErrorAction Ignore' {
        $count = $Error.Count
        Get-MfaUser nobody@fabrikam.example -ErrorAction Ignore
        $Error.Count | Should -Be $count
    }
}

Describe 'A failure about the whole call' {
    AfterEach { Connect-TestTenant $tenant }

    It 'ends the pipeline: <Code>' -ForEach @(
        @{ Code = 'tokenExpired'; Category = 'AuthenticationError'; Spec = @{ expiresIn = -60 } }
        @{ Code = 'wrongCloud'; Category = 'AuthenticationError'; Spec = @{ cloud = 'usGovL4' } }
        @{ Code = 'permissionMissing'; Category = 'PermissionDenied'; Spec = @{ permissions = @('User.Read.All') } }
    ) {
        Connect-Mfa -AccessToken (ConvertTo-TestSecret (New-TestToken $tenant $Spec)) -GraphEndpoint $tenant.Graph -LoginEndpoint $tenant.Login -TestDelayScale 0.001 -SkipCheck
        $record = Get-Failure { 'nora.lind@fabrikam.example', 'erik.dahl@fabrikam.example' | Reset-MfaUser -Force }
        $record.FullyQualifiedErrorId | Should -Be "$Code,Reset-MfaUser"
        $record.CategoryInfo.Category | Should -Be $Category
        $record.ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
        (Get-TenantWrite $tenant).Count | Should -Be 0
    }

    It 'ends the pipeline: signInFailed, and asks Entra once' {
        Connect-Mfa -TenantId $tenant.TenantId -ClientId $tenant.ClientId -ClientSecret (ConvertTo-TestSecret 'wrong') -GraphEndpoint $tenant.Graph -LoginEndpoint $tenant.Login -TestDelayScale 0.001 -SkipCheck
        $record = Get-Failure { 'nora.lind@fabrikam.example', 'erik.dahl@fabrikam.example' | Get-MfaUser }
        $record.FullyQualifiedErrorId | Should -Be 'signInFailed,Get-MfaUser'
        $record.CategoryInfo.Category | Should -Be 'AuthenticationError'
        $record.Exception.Data['Aadsts'] | Should -BeGreaterThan 0
    }

    It 'says that the tenant cannot be reached' {
        Connect-Mfa -AccessToken (ConvertTo-TestSecret (New-TestToken $tenant)) -GraphEndpoint 'http://127.0.0.1:9' -LoginEndpoint 'http://127.0.0.1:9' -TestDelayScale 0.001 -SkipCheck
        $record = Get-Failure { Get-MfaUser nora.lind@fabrikam.example -ErrorAction Stop }
        $record.FullyQualifiedErrorId | Should -Be 'network,Get-MfaUser'
        $record.CategoryInfo.Category | Should -Be 'ConnectionError'
        $record.Exception | Should -BeOfType ([System.Net.WebException])
    }

    It 'ends a command whose caller wants silence' {
        Disconnect-Mfa -All
        $ErrorActionPreference = 'SilentlyContinue'
        $count = $Error.Count
        { 'nora.lind@fabrikam.example', 'erik.dahl@fabrikam.example' | Get-MfaUser } | Should -Throw -ErrorId 'notConnected,Get-MfaUser'
        $Error.Count - $count | Should -Be 1
    }
}

Describe 'What the library says' {
    It 'names parameters, not fields of its requests' {
        $fault = [pscustomobject] @{ code = 'tooManyPeople'; message = 'more than mostPeople allows'; remedy = 'say a larger mostPeople, or name the person in overrideGuard of the case' }
        $record = & $module { param($given) New-MfaErrorRecord $given } $fault
        "$record" | Should -Be 'more than -MaximumPeople allows.'
        $record.ErrorDetails.RecommendedAction | Should -Be 'Say a larger -MaximumPeople, or name the person in -OverrideGuard.'
    }

    It 'keeps texts that look like dates, in every edition' {
        $read = & $module { ConvertTo-MfaObject (ConvertFrom-MfaJson '{"property":"Expires","before":"2026-08-20T09:00:00Z","after":"say \"2026-08-20T09:00:00Z\""}') 'GraphMfa.AuditChange' }
        $read.Before | Should -BeExactly '2026-08-20T09:00:00Z'
        $read.After | Should -BeExactly 'say "2026-08-20T09:00:00Z"'
    }

    It 'keeps what a newer library adds' {
        $read = & $module { ConvertTo-MfaObject (ConvertFrom-MfaJson '{"id":"1","userPrincipalName":"u","displayName":"U","hat":{"colour":"red"}}') 'GraphMfa.User' }
        $read.Hat.colour | Should -Be 'red'
    }

    It 'gives lists with one entry, and empty ones, as lists' {
        $read = & $module { ConvertTo-MfaObject (ConvertFrom-MfaJson '{"user":{"id":"1","userPrincipalName":"u","displayName":"U"},"outcome":"done","steps":[{"step":1,"action":"delete","label":"x","status":"done","refusals":0}],"methodsBefore":[],"requestsSent":1}') 'GraphMfa.ResetOutcome' }
        , $read.Steps | Should -BeOfType ([array])
        $read.Steps.Count | Should -Be 1
        , $read.MethodsBefore | Should -BeOfType ([array])
        $read.MethodsBefore.Count | Should -Be 0
        , $read.Notes | Should -BeOfType ([array])
        $read.MethodsAfter | Should -BeNullOrEmpty
    }
}
